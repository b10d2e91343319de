// SPDX-License-Identifier: Apache-2.0
// A run as checks that pass, fail or say nothing: what build servers and pull requests show. Names
// are stable from run to run: no count, no time and no id stands in them.
#pragma once

#include "reports/model.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace shadowdiff::reports {

enum class CheckAnswer : std::uint8_t { passed, failed, inconclusive };

struct Check {
    std::string name;  // "answer", "status", "headers", "body", "mismatch rate", "latency"
    CheckAnswer answer = CheckAnswer::passed;
    std::string message;  // one line: why; "" when it passed
    std::string text;     // all of it
};

struct CheckSuite {
    std::string name;  // a route, or "run"
    std::vector<Check> checks;
};

/// First the run as a whole, then each route that was compared, by name.
std::vector<CheckSuite> make_checks(const Report& report);

}  // namespace shadowdiff::reports
