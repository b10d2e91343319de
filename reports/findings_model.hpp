// SPDX-License-Identifier: Apache-2.0
// The part of the model that tells findings: with their example, since when, decided how, and by
// cause.
#pragma once

#include "reports/model.hpp"

namespace shadowdiff::reports {

/// Fills findings, causes, fixed and decisions.
void add_findings(Report& report, const store::RunRows& rows, const Evidence& evidence);

}  // namespace shadowdiff::reports
