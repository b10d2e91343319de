// SPDX-License-Identifier: Apache-2.0
// The gate's answer in one sentence: what decided, where it is worst, and what is missing.
#pragma once

#include "judge/gate.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace shadowdiff::judge {

std::string gate_sentence(const GateVerdict& verdict, const GateInput& input,
                          const GateOptions& options);

/// "92 of 100 requests that were to be compared were".
std::string compared_words(std::uint64_t compared, std::uint64_t due);

/// "2 mismatches of severity medium or high in GET /a may be noise: …"
std::string may_be_noise_words(std::uint64_t mismatches, std::string_view where);
/// "… could not be confirmed: …"
std::string unconfirmed_words(std::uint64_t mismatches, std::string_view where);

/// "the candidate is slower in GET /a: …", "whether the candidate is slower in GET /a is not
/// known".
std::string slower_words(std::string_view where);
std::string speed_unknown_words(std::string_view where);

}  // namespace shadowdiff::judge
