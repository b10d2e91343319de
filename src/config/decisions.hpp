// SPDX-License-Identifier: Apache-2.0
// shadowdiff.decisions.toml: what a team has decided about findings. Only ever appended to.
#pragma once

#include "config/fault.hpp"
#include "judge/decision.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace shadowdiff::config {

struct Decisions {
    std::vector<judge::FindingDecision>
        list;  // in the order of the file: of a finding the last one holds
    std::vector<Fault> faults;
};

/// Every [[decision]] of the file. `file` is only named.
Decisions parse_decisions(std::string_view toml, const std::string& file);

/// The text to append.
std::string render_decision(const judge::FindingDecision& decision);

}  // namespace shadowdiff::config
