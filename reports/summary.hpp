// SPDX-License-Identifier: Apache-2.0
// What a person who signs must know, in the order in which they ask: one line each, the same in
// every form. The first question, may we, is the gate's own sentence.
#pragma once

#include "reports/model.hpp"

#include <string>
#include <vector>

namespace shadowdiff::reports {

struct SummaryLine {
    std::string question;  // "requests", "mismatch rate", …
    std::string answer;    // plain text; what came from traffic is as it came
};

std::vector<SummaryLine> summary(const Report& report);

}  // namespace shadowdiff::reports
