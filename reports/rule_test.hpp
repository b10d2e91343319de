// SPDX-License-Identifier: Apache-2.0
// What other rules would change of a run, as text and as JSON.
#pragma once

#include "judge/rejudgement.hpp"
#include "reports/render.hpp"

#include <string>
#include <vector>

namespace shadowdiff::reports {

/// `rules`: their names, in their order.
std::string render_rule_test(const judge::Rejudgement& result,
                             const std::vector<std::string>& rules, const TextStyle& style = {});
/// Pretty-printed: {compared, rejudged, left_out, verdicts, findings, rules}.
std::string render_rule_test_json(const judge::Rejudgement& result,
                                  const std::vector<std::string>& rules);

}  // namespace shadowdiff::reports
