// SPDX-License-Identifier: Apache-2.0
// The one HTTP/1 parser (RFC 9112): bytes in, events out, no I/O. It serves the wire (lenient:
// takes what real peers take, and names what was odd) and the proxy (strict: refuses what can
// smuggle).
#pragma once

#include "base/limits.hpp"
#include "http/message.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
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
struct Malformed {
    std::string rule;  // which rule was broken, with its RFC section: "chunk size (RFC 9112, 7.1)"
};
using Event = std::variant<NeedMore, RequestHead, ResponseHead, BodyPiece, MessageEnd, Malformed>;

/// One direction of one connection. Call next() until it says NeedMore or Malformed. After
/// Malformed it takes no more bytes and says the same again; after the MessageEnd of a response
/// that switches the protocol it says NeedMore and leaves the input where it is. Every head is
/// followed by MessageEnd, also where there is no body.
class Parser {
public:
    enum class Kind : std::uint8_t { requests, responses };

    Parser(Kind kind, Strictness strictness, HttpLimits limits = {});
    ~Parser();
    Parser(Parser&&) noexcept;
    Parser& operator=(Parser&&) noexcept;

    /// Responses only: the method of the request that the next response answers, which decides
    /// whether it has a body. Must be known before the response's head is complete. It holds for
    /// interim responses too, and is forgotten with the final one.
    void expect(std::string method);

    /// The next event; what was used is taken from the front of `input`.
    Event next(ByteView& input);

    /// The peer closed its direction: MessageEnd when the body was framed by close, Malformed when
    /// a message was cut, NeedMore when nothing was under way.
    Event finish();

    /// `bytes` of the stream will never come. True when the parser can go on: the gap lies inside a
    /// body of known length, in the data of one chunk, or in a body that ends at close. Otherwise
    /// it takes no more bytes. A gap of zero bytes harms nothing.
    bool skip(std::uint64_t bytes);

    bool is_between_messages() const;

    /// What was taken of a head that is not complete, or was malformed: its first line may still
    /// say what it was. Borrowed from the input of the last next(), or from the parser.
    ByteView unfinished_head() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace shadowdiff::http
