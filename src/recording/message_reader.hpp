// SPDX-License-Identifier: Apache-2.0
// The octets of one HTTP/1 message, as a recording holds them, fed piece by piece -> the message.
#pragma once

#include "base/bytes.hpp"
#include "http/body_builder.hpp"
#include "http/parser.hpp"

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace shadowdiff::recording {

class MessageReader {
public:
    using Message = std::variant<http::Request, http::Response>;

    /// `method`: of the request that a response answers.
    explicit MessageReader(http::MessageKind kind, std::string_view method = "");

    void feed(ByteView octets);
    /// It cannot end where the octets end so far.
    bool needs_more() const;
    /// It ends wherever the octets end.
    bool is_until_close() const { return is_until_close_; }
    /// Exactly one message; or why the octets are none.
    std::expected<Message, std::string> finish();

private:
    void take(http::Event& event);
    void take(http::RequestHead&& head);
    void take(http::ResponseHead&& head);
    void take(const http::BodyPiece& piece) { body_.add(piece.bytes); }
    void take(http::MessageEnd&& end);
    void take(const http::Malformed& malformed) { wrong_ = malformed.rule; }
    void take(http::NeedMore) {}

    http::Parser parser_;
    http::BodyBuilder body_{HttpLimits{}};
    Message message_;
    bool is_interim_ = false;
    bool is_until_close_ = false;
    bool is_whole_ = false;
    std::optional<std::string> wrong_;
};

/// The octets as one whole response, `method`: of the request that it answers; or why they are
/// none.
std::expected<http::Response, std::string> parse_response(ByteView octets, std::string_view method);

}  // namespace shadowdiff::recording
