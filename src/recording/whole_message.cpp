// SPDX-License-Identifier: Apache-2.0
#include "recording/whole_message.hpp"

#include "http/body_builder.hpp"
#include "http/parser.hpp"

#include <optional>
#include <utility>
#include <variant>

namespace shadowdiff::recording {
namespace {

template <class Message, class Head>
class Reader {
public:
    Reader(http::MessageKind kind, std::string_view method)
        : parser_{kind, http::Strictness::lenient} {
        parser_.expect(method);
    }

    std::expected<Message, NotWhole> read(ByteView octets) {
        while (true) {
            auto event = parser_.next(octets);
            if (std::holds_alternative<http::NeedMore>(event)) event = parser_.finish();
            if (std::holds_alternative<http::NeedMore>(event)) {
                return std::unexpected{NotWhole{true, "a message without an end"}};
            }
            if (const auto* malformed = std::get_if<http::Malformed>(&event)) {
                const bool is_cut = octets.empty() && !parser_.is_between_messages();
                return std::unexpected{NotWhole{is_cut, malformed->rule}};
            }
            if (auto* head = std::get_if<Head>(&event)) take(std::move(*head));
            if (const auto* piece = std::get_if<http::BodyPiece>(&event)) body_.add(piece->bytes);
            if (auto* end = std::get_if<http::MessageEnd>(&event)) {
                if (is_interim_) continue;
                if (!octets.empty()) {
                    return std::unexpected{NotWhole{false, "octets behind the message"}};
                }
                message_.trailers = std::move(end->trailers);
                message_.body = std::move(body_).finish();
                return std::move(message_);
            }
        }
    }

private:
    void take(http::RequestHead&& head) { message_ = std::move(head.request); }
    void take(http::ResponseHead&& head) {
        is_interim_ = head.is_interim;
        message_ = std::move(head.response);
    }

    http::Parser parser_;
    http::BodyBuilder body_{HttpLimits{}};
    Message message_;
    bool is_interim_ = false;
};

}  // namespace

std::expected<http::Request, NotWhole> parse_request(ByteView octets) {
    return Reader<http::Request, http::RequestHead>{http::MessageKind::requests, ""}.read(octets);
}

std::expected<http::Response, NotWhole> parse_response(ByteView octets, std::string_view method) {
    return Reader<http::Response, http::ResponseHead>{http::MessageKind::responses, method}.read(
        octets);
}

}  // namespace shadowdiff::recording
