// SPDX-License-Identifier: Apache-2.0
// How quick both legs are, in one sentence.
#pragma once

#include "reports/model.hpp"

#include <string>

namespace shadowdiff::reports {

std::string latency_sentence(const Report& report);

}  // namespace shadowdiff::reports
