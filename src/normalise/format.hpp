// SPDX-License-Identifier: Apache-2.0
// Which form a body has: by its media type, or by how it begins.
#pragma once

#include "base/bytes.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace shadowdiff::normalise {

enum class Format : std::uint8_t {
    json,
    json_lines,     // one JSON text in each line
    json_sequence,  // RFC 7464: each behind a record separator
    event_stream,   // server-sent events
    xml,
    html,
    form,  // application/x-www-form-urlencoded
    multipart,
    csv,  // also with tabs
    protobuf,
    grpc,        // also gRPC-Web: length-prefixed messages
    javascript,  // JSON in a call (JSONP), else text
    text,
    binary,  // images, archives, and whatever has no form that we read
};

std::string_view name(Format format);

/// "application/problem+json" of "Application/Problem+JSON; charset=utf-8".
std::string media_type(std::string_view content_type);

/// What the media type says; nothing where it says nothing (none, application/octet-stream).
std::optional<Format> claimed_format(std::string_view content_type);

/// What the text looks like at its beginning: json, xml or html, else nothing.
std::optional<Format> sniffed_format(std::string_view text);

/// The charset that an XML declaration or an HTML meta element names, or "".
std::string declared_charset(ByteView bytes);

}  // namespace shadowdiff::normalise
