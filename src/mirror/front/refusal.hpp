// SPDX-License-Identifier: Apache-2.0
// The answers that the proxy gives by itself, each with a line that says who speaks. Pure.
#pragma once

#include "base/bytes.hpp"
#include "http/exchange.hpp"

#include <cstdint>
#include <string_view>

namespace shadowdiff::mirror {

/// Says Connection: close. To HEAD it has no body.
Bytes refusal(std::uint16_t status, std::string_view why, std::string_view method);

/// 504 when legacy took too long, else 502.
std::uint16_t status_for(http::FailureClass failure_class);

}  // namespace shadowdiff::mirror
