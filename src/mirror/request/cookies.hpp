// SPDX-License-Identifier: Apache-2.0
// One cookie of a request's Cookie fields (RFC 6265, section 5.4). Pure.
#pragma once

#include "http/message.hpp"

#include <optional>
#include <string_view>

namespace shadowdiff::mirror {

/// Of the first cookie of that name; names compare with case.
std::optional<std::string_view> cookie_value(const http::Fields& fields, std::string_view name);

}  // namespace shadowdiff::mirror
