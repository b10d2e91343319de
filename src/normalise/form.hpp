// SPDX-License-Identifier: Apache-2.0
// The recognised forms of a text, each of which stands for one kind of value.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace shadowdiff::normalise {

enum class Form : std::uint8_t {
    empty,
    null,       // the bare JSON literal
    boolean,    // likewise
    object,     // bare JSON text
    array,      // likewise
    integer,    // an optional minus and digits
    decimal,    // with a fraction or an exponent
    uuid,       // of any version
    ulid,       //
    hex,        // 16 or more digits, some of them letters
    date,       // YYYY-MM-DD
    date_time,  // ISO 8601
    http_date,  // IMF-fixdate (RFC 9110, section 5.6.7)
    duration,   // "12.3ms", "1m2.5s", "PT0.5S"
    jwt,
    traceparent,  // W3C trace context
    weak_etag,    // W/"…"
    url,          // http: or https:
    token,        // letters and digits mixed as only chance mixes them
    prefixed,     // "req_8f3a…", "ord-000123"
    text,         // all else
};

/// `is_bare` says that the text stood without quotes, where JSON has literals and containers.
Form form_of(std::string_view text, bool is_bare);

struct Prefixed {
    std::string_view prefix;  // with its separator
    std::string_view rest;
    Form form;  // of the rest: integer, uuid, ulid, hex or token
};
std::optional<Prefixed> split_prefix(std::string_view text);

/// Only characters of which tokens are made, and long enough to be one.
bool has_token_alphabet(std::string_view text);

}  // namespace shadowdiff::normalise
