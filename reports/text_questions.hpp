// SPDX-License-Identifier: Apache-2.0
// The first screen: each question that a person asks before signing, with its answer.
#pragma once

#include "reports/model.hpp"
#include "reports/render.hpp"

#include <string>

namespace shadowdiff::reports {

std::string text_questions(const Report& report, const TextStyle& style);

}  // namespace shadowdiff::reports
