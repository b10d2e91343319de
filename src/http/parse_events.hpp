// SPDX-License-Identifier: Apache-2.0
// What all parts of the HTTP/1 parser share: how strict it is, how bodies are framed, and what it
// says.
#pragma once

#include "http/message.hpp"

#include <cstdint>
#include <expected>
#include <string_view>
#include <variant>

namespace shadowdiff::http {

enum class Strictness : std::uint8_t { lenient, strict };

/// How the end of the body is known (RFC 9112, section 6.3).
enum class Framing : std::uint8_t { none, length, chunked, until_close };

struct NeedMore {};  // all input was taken; feed more
struct RequestHead {
    Request request;  // body and trailers still empty
    Framing framing = Framing::none;
};
struct ResponseHead {
    Response response;
    Framing framing = Framing::none;
    bool is_interim = false;         // 1xx but 101: another head follows for the same request
    bool switches_protocol = false;  // 101, or 2xx to CONNECT: what follows is not HTTP/1
};
struct BodyPiece {
    ByteView bytes;  // without transfer coding; borrowed from the input or the parser until next()
};
struct MessageEnd {
    Fields trailers;
};
/// Names rules by literals alone, so that a result which may hold it costs no more than its value.
struct Malformed {
    std::string_view rule;  // broken, with its RFC section: "chunk size (RFC 9112, 7.1)"
};

inline std::unexpected<Malformed> malformed(const char* rule) {
    return std::unexpected{Malformed{rule}};
}

using Event = std::variant<NeedMore, RequestHead, ResponseHead, BodyPiece, MessageEnd, Malformed>;

}  // namespace shadowdiff::http
