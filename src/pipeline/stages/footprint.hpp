// SPDX-License-Identifier: Apache-2.0
// How many bytes of memory an exchange holds, near enough to bound them.
#pragma once

#include "http/wire_sighting.hpp"

#include <cstddef>

namespace shadowdiff::pipeline {

std::size_t footprint(const http::Request& request);
std::size_t footprint(const http::Answer& answer);
std::size_t footprint(const http::WireSighting& sighting);  // 0 without a message
std::size_t footprint(const http::Exchange& exchange);      // the sum of its parts

}  // namespace shadowdiff::pipeline
