// SPDX-License-Identifier: Apache-2.0
// The gate's answer in one sentence: what decided, where it is worst, and what is missing.
#pragma once

#include "judge/gate.hpp"

#include <string>

namespace shadowdiff::judge {

std::string gate_sentence(const GateVerdict& verdict, const GateInput& input,
                          const GateOptions& options);

}  // namespace shadowdiff::judge
