// SPDX-License-Identifier: Apache-2.0
// Header fields that need not be made comparable, because two answers have them alike.
#pragma once

#include "http/message.hpp"

#include <cstdint>

namespace shadowdiff::normalise {

/// A bit for each place of a field that stands in both and says the same in both, whatever their
/// other fields say. None where the names differ, or there are more than 64.
std::uint64_t alike_fields(const http::Fields& one, const http::Fields& other);

inline bool is_at(std::uint64_t places, std::size_t place) {
    return place < 64 && (places >> place & 1U) != 0;
}

}  // namespace shadowdiff::normalise
