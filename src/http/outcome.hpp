// SPDX-License-Identifier: Apache-2.0
// What sightings that end a request have in common: the status that answered it, and its timing.
#pragma once

#include "http/wire_sighting.hpp"

#include <cstdint>

namespace shadowdiff::http {

inline std::uint16_t status_of(const Lost& lost) { return lost.status; }
inline std::uint16_t status_of(const WireAnswer& answer) { return answer.status; }
inline std::uint16_t status_of(const AnswerSeen& seen) { return seen.answer.failure()->status; }
std::uint16_t status_of(const WireSighting& outcome);

/// Its answer came before the request had ended, and so took no time.
void count_from(Timestamp request_at, WireSighting& outcome);

}  // namespace shadowdiff::http
