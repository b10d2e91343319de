// SPDX-License-Identifier: Apache-2.0
// Which values of a JSON body its differences speak of.
#pragma once

#include "json/document.hpp"
#include "reports/body_lines.hpp"

#include <vector>

namespace shadowdiff::reports {

/// One entry per node of the document: true where a difference stands. A difference names its place
/// in legacy's body; in the candidate's, whose arrays may be aligned otherwise, the value decides.
std::vector<bool> changed_nodes(const json::Document& document, Side side,
                                const std::vector<store::DifferenceRow>& differences);

}  // namespace shadowdiff::reports
