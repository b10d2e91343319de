// SPDX-License-Identifier: Apache-2.0
// HTTP/1 messages as values: what was on the wire, in its own order and case.
#pragma once

#include "base/bytes.hpp"
#include "base/digest.hpp"
#include "base/hash.hpp"
#include "http/fields.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace shadowdiff::http {

/// XXH3-128 of no bytes.
inline constexpr Hash128 empty_body_digest{0x99aa06d3014798d8, 0x6001c324468d497f};

enum class Version : std::uint8_t { http_1_0, http_1_1 };

/// Length and digest of what a body's content codings stand for (RFC 9110, section 8.4).
struct DecodedBody {
    std::uint64_t length = 0;
    Hash128 digest;  // XXH3-128
    bool operator==(const DecodedBody&) const = default;
};

/// A body without its transfer coding. A bounded prefix is kept; length and digest are of all of
/// it.
struct Body {
    Bytes bytes;                         // the prefix that was kept
    std::uint64_t length = 0;            // of the whole body; more than bytes.size() over the bound
    Hash128 digest = empty_body_digest;  // XXH3-128 of the whole body
    std::optional<DecodedBody> decoded;  // of a body with content codings that is not whole here
    std::optional<Digest256> sha256;     // of the whole body, where somebody asked for it
    bool is_whole() const { return bytes.size() == length; }
    bool operator==(const Body&) const = default;
};

struct Request {
    std::string method;
    std::string target;  // as sent: origin-form, absolute-form, authority-form or *
    Version version = Version::http_1_1;
    Fields headers;
    Body body;
    Fields trailers;
    bool operator==(const Request&) const = default;
};

struct Response {
    std::uint16_t status = 0;
    std::string reason_phrase;
    Version version = Version::http_1_1;
    Fields headers;
    Body body;
    Fields trailers;
    bool operator==(const Response&) const = default;
};

/// Octet for octet, as digests tell: the octets themselves are not looked at.
bool is_same(const Body& one, const Body& other);
bool is_same(const Response& one, const Response& other);

/// RFC 9110, section 9.2.1: GET, HEAD, OPTIONS and TRACE are safe.
bool is_safe_method(std::string_view method);

/// What stands between scheme and path of a target in absolute-form (RFC 9112, section 3.2.2);
/// nothing in other forms.
std::optional<std::string_view> authority_of(std::string_view target);
/// The target behind that, which may be empty; other forms as they are.
std::string_view without_origin(std::string_view target);
/// The path of the target without query and fragment; "/" for an empty one, "*" for asterisk-form.
std::string_view path_of(std::string_view target);
/// The query without "?", or nothing.
std::optional<std::string_view> query_of(std::string_view target);

/// A body that is held in whole, with its length and digest.
Body make_body(Bytes bytes);

}  // namespace shadowdiff::http
