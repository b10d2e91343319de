// SPDX-License-Identifier: Apache-2.0
// An answer made comparable: what is left after codings, spelling and per-message noise are set
// aside.
#pragma once

#include "base/bytes.hpp"
#include "base/reason.hpp"
#include "http/message.hpp"
#include "json/document.hpp"
#include "normalise/tree.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace shadowdiff::normalise {

struct NoBody {
    bool operator==(const NoBody&) const = default;
};
/// Compared by bytes, or by lines: text, images, anything whose form we do not know, or that does
/// not have the form that it claims.
struct Opaque {
    Bytes bytes;       // after content decoding; UTF-8 where it is a text
    std::string note;  // why not structurally, when it claimed to be: "invalid JSON at byte 17: …"
};
struct Undecodable {
    Bytes bytes;      // as received
    std::string why;  // "gzip: checksum mismatch"
};
/// Longer than we keep or decode: known by its measure alone.
struct Digested {
    bool operator==(const Digested&) const = default;
};
using Content = std::variant<NoBody, json::Document, Structured, Opaque, Undecodable, Digested>;

/// Length and digest of a body.
struct Measure {
    http::DecodedBody as_sent = {.length = 0, .digest = http::empty_body_digest};
    std::optional<http::DecodedBody> decoded;  // without its codings, where they could be undone
};

struct NamedValue {
    std::string name;
    std::string value;
    bool operator==(const NamedValue&) const = default;
};
using NamedValues = std::vector<NamedValue>;

struct Cookie {
    std::string name;
    std::string value;
    /// Lower-case names, in sorted order (RFC 6265, section 4.1.1). The date of Expires is replaced
    /// by what it means at the answer's Date: see relative_date.
    NamedValues attributes;
};

/// Fields that are compared by their value, and those that every message has anew and that are
/// compared by presence and shape only (same_field_shape). Lower-case names, hop-by-hop and framing
/// fields left out; sorted by name, several of one name in their order. Trailer fields stand among
/// them as "trailer:name", which no header can be called.
///
/// Left out because they have members of their own: Content-Type, Content-Encoding, Set-Cookie.
struct Document {
    std::uint16_t status = 0;
    NamedValues fields;
    NamedValues per_message_fields;
    std::vector<Cookie> cookies;  // sorted by name
    std::string content_type;     // as sent, of the body
    std::string coding;           // "gzip", or "" for identity
    Content content;
    Measure measure = {};
    NamedValues server_fields = {};  // how the software names itself: Server, Via, X-Powered-By
    std::string charset = {};        // in which a text was written, lower case; "" of bytes
    bool has_mark = false;           // it began with a byte order mark
    std::string location = {};       // Location, whichever of its spellings was chosen
    std::string guard = {};          // around JSON: ")]}'," or "callback(…)"
};

}  // namespace shadowdiff::normalise
