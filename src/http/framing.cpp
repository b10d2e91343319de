// SPDX-License-Identifier: Apache-2.0
#include "http/framing.hpp"

#include "http/syntax.hpp"

#include <algorithm>
#include <optional>
#include <string_view>

namespace shadowdiff::http {
namespace {

enum class Coding : std::uint8_t { absent, chunked_last, other };

std::expected<Coding, Malformed> transfer_coding(const Fields& fields, Strictness strictness) {
    const auto* field = find(fields, "Transfer-Encoding");
    if (!field) return Coding::absent;
    Coding coding = Coding::absent;
    bool seen_chunked = false;
    for (const auto member : list_members(fields, "Transfer-Encoding")) {
        // "identity" meant "no coding" in RFC 2616 and is still sent.
        if (strictness == Strictness::lenient && same_name(member, "identity")) continue;
        const bool is_chunked = same_name(member, "chunked");
        if (is_chunked && seen_chunked) return malformed("chunked applied twice (RFC 9112, 6.1)");
        seen_chunked = seen_chunked || is_chunked;
        coding = is_chunked ? Coding::chunked_last : Coding::other;
    }
    if (coding == Coding::absent && strictness == Strictness::strict) {
        return malformed("empty Transfer-Encoding (RFC 9112, 6.1)");
    }
    return coding;
}

// "5, 5" and two equal fields are one length (RFC 9110, section 8.6).
std::expected<std::optional<std::uint64_t>, Malformed> content_length(const Fields& fields,
                                                                      Strictness strictness) {
    std::optional<std::uint64_t> length;
    for (const auto member : list_members(fields, "Content-Length")) {
        const auto value = parse_decimal(member);
        if (!value) return malformed("Content-Length (RFC 9110, 8.6)");
        if (length && *length != *value) {
            return malformed("differing Content-Length values (RFC 9112, 6.3)");
        }
        length = value;
    }
    if (!length && strictness == Strictness::strict && find(fields, "Content-Length")) {
        return malformed("empty Content-Length (RFC 9110, 8.6)");
    }
    return length;
}

struct Announced {
    Coding coding = Coding::absent;
    std::optional<std::uint64_t> length;
};

std::expected<Announced, Malformed> announced(const Fields& fields, Version version,
                                              Strictness strictness) {
    const auto coding = transfer_coding(fields, strictness);
    if (!coding) return std::unexpected{coding.error()};
    if (strictness == Strictness::strict && *coding != Coding::absent) {
        if (find(fields, "Content-Length")) {
            return malformed("Transfer-Encoding and Content-Length (RFC 9112, 6.1)");
        }
        if (version == Version::http_1_0) {
            return malformed("Transfer-Encoding in HTTP/1.0 (RFC 9112, 6.1)");
        }
    }
    // Transfer-Encoding overrides Content-Length, whatever that says (RFC 9112, section 6.3).
    if (*coding != Coding::absent) return Announced{*coding, std::nullopt};
    const auto length = content_length(fields, strictness);
    if (!length) return std::unexpected{length.error()};
    return Announced{*coding, *length};
}

// What content_length() takes for one length, other readers may take for another, or for none.
bool is_said_once(const Fields& fields, std::string_view name) {
    const auto is_it = [&](const Field& field) { return same_name(field.name, name); };
    return std::ranges::count_if(fields, is_it) == 1 && parse_decimal(find(fields, name)->value);
}

}  // namespace

bool never_has_body(std::uint16_t status, ByteView method) {
    return method == "HEAD" || (status >= 100 && status < 200) || status == 204 || status == 304 ||
           switches_protocol(status, method);
}

bool switches_protocol(std::uint16_t status, ByteView method) {
    return status == 101 || (method == "CONNECT" && status >= 200 && status < 300);
}

std::expected<BodyPlan, Malformed> plan_body(const Request& request, Strictness strictness) {
    const auto body = announced(request.headers, request.version, strictness);
    if (!body) return std::unexpected{body.error()};
    if (body->coding == Coding::chunked_last) {
        // Who forwards it undoes the chunks, and would have to undo what lies below them.
        if (strictness == Strictness::strict &&
            list_members(request.headers, "Transfer-Encoding").size() > 1) {
            return malformed("transfer coding that is not understood (RFC 9112, 6.1)");
        }
        return BodyPlan{Framing::chunked, 0};
    }
    // Without chunked at the end nobody can tell where the request ends.
    if (body->coding == Coding::other) return malformed("Transfer-Encoding (RFC 9112, 6.3)");
    if (!body->length) return BodyPlan{};
    if (strictness == Strictness::strict && !is_said_once(request.headers, "Content-Length")) {
        return malformed("repeated Content-Length (RFC 9112, 6.3)");
    }
    return BodyPlan{Framing::length, *body->length};
}

std::expected<BodyPlan, Malformed> plan_body(const Response& response, ByteView method,
                                             Strictness strictness) {
    if (never_has_body(response.status, method)) return BodyPlan{};
    const auto body = announced(response.headers, response.version, strictness);
    if (!body) return std::unexpected{body.error()};
    if (body->coding == Coding::chunked_last) return BodyPlan{Framing::chunked, 0};
    if (body->coding == Coding::other) return BodyPlan{Framing::until_close, 0};
    if (body->length) return BodyPlan{Framing::length, *body->length};
    return BodyPlan{Framing::until_close, 0};
}

}  // namespace shadowdiff::http
