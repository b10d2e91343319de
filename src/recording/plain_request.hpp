// SPDX-License-Identifier: Apache-2.0
// Requests made of what little a log, a list or an archive tells.
#pragma once

#include "http/exchange.hpp"
#include "recording/recorded.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace shadowdiff::recording {

/// The `ordinal`-th of its recording, on a connection of its own.
http::Exchange nth_exchange(const ReaderOptions& options, std::uint64_t ordinal);

/// White space or control characters, which no word of a request line has.
bool has_spaces(std::string_view text);

/// "http://host/path?q" or "/path?q" -> target and Host. `fallback`: where the URL names none.
void set_url(http::Request& request, std::string_view url, std::string_view fallback);

/// Sets the body; Content-Length is made to fit, and what a decoded body has no more is taken out.
void set_body(http::Fields& headers, http::Body& into, Bytes body);

}  // namespace shadowdiff::recording
