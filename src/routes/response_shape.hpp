// SPDX-License-Identifier: Apache-2.0
// What kind of answer it is: two resources of one kind are answered alike.
#pragma once

#include "http/message.hpp"

#include <cstdint>

namespace shadowdiff::routes {

/// The same for answers of one status class and media type whose JSON bodies have the same members
/// at the top. Never 0.
std::uint64_t response_shape(const http::Response& response);

}  // namespace shadowdiff::routes
