// SPDX-License-Identifier: Apache-2.0
// The id of an exchange, made the same way wherever live traffic is seen.
#pragma once

#include "base/hash.hpp"
#include "http/exchange.hpp"

#include <array>
#include <bit>
#include <cstdint>

namespace shadowdiff::http {

/// `ordinal`: the request's place on its connection, from 0.
inline ExchangeId exchange_id(std::uint64_t run_seed, std::uint64_t connection,
                              std::uint64_t ordinal) {
    const std::array<std::uint64_t, 2> place{connection, ordinal};
    const auto bytes = std::bit_cast<std::array<char, sizeof place>>(place);
    return hash128({bytes.data(), bytes.size()}, run_seed);
}

}  // namespace shadowdiff::http
