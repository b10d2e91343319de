// SPDX-License-Identifier: Apache-2.0
// Numbers as texts, and whether two of them could count the same thing.
#pragma once

#include <cstdint>
#include <string_view>

namespace shadowdiff::normalise {

bool is_integer(std::string_view text);  // an optional minus and digits
bool is_decimal(std::string_view text);  // with a fraction, an exponent or both

enum class Epoch : std::uint8_t { none, seconds, milliseconds, microseconds };

/// The unit of a number that could be a moment of the years 2001 to 2065, told by its digits.
Epoch epoch_of(std::string_view text);

/// Both integers or decimals. Different when one is an epoch in seconds and the other in
/// milliseconds (told by their digits), when only one of them is an epoch and the other small, and
/// when only one is padded with zeros.
bool same_number_shape(std::string_view one, std::string_view other);

}  // namespace shadowdiff::normalise
