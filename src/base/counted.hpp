// SPDX-License-Identifier: Apache-2.0
// Counts as a person reads them. The same in every locale.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace shadowdiff {

/// 6000 -> "6,000".
std::string grouped(std::uint64_t number);
/// "1 request", "6,000 requests". Whatever agrees with the number belongs into both forms: "1 more
/// exchange is", "2 more exchanges are".
std::string counted(std::uint64_t number, std::string_view singular, std::string_view plural);
/// "1 of 6,000 requests", "1 of 1 request".
std::string counted_of(std::uint64_t number, std::uint64_t all, std::string_view singular,
                       std::string_view plural);
std::string_view is_or_are(std::uint64_t number);

}  // namespace shadowdiff
