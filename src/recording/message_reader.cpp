// SPDX-License-Identifier: Apache-2.0
#include "recording/message_reader.hpp"

#include <utility>

namespace shadowdiff::recording {

MessageReader::MessageReader(http::MessageKind kind, std::string_view method)
    : parser_{kind, http::Strictness::lenient} {
    parser_.expect(method);
}

void MessageReader::feed(ByteView octets) {
    while (!wrong_ && !is_whole_) {
        auto event = parser_.next(octets);
        if (std::holds_alternative<http::NeedMore>(event)) return;
        take(event);
    }
    if (!wrong_ && !octets.empty()) wrong_ = "octets behind the message";
}

void MessageReader::take(http::Event& event) {
    std::visit([this](auto& one) { take(std::move(one)); }, event);
}

void MessageReader::take(http::RequestHead&& head) { message_ = std::move(head.request); }

void MessageReader::take(http::ResponseHead&& head) {
    is_interim_ = head.is_interim;
    is_until_close_ = head.framing == http::Framing::until_close;
    message_ = std::move(head.response);
}

void MessageReader::take(http::MessageEnd&& end) {
    if (std::exchange(is_interim_, false)) return;
    std::visit([&](auto& message) { message.trailers = std::move(end.trailers); }, message_);
    is_whole_ = true;
}

bool MessageReader::needs_more() const { return !wrong_ && !is_whole_ && !is_until_close_; }

std::expected<MessageReader::Message, std::string> MessageReader::finish() {
    if (!wrong_ && !is_whole_) {
        auto event = parser_.finish();
        take(event);
    }
    if (wrong_) return std::unexpected{*std::move(wrong_)};
    if (!is_whole_) return std::unexpected{"a message without an end"};
    std::visit([this](auto& message) { message.body = std::move(body_).finish(); }, message_);
    return std::move(message_);
}

std::expected<http::Response, std::string> parse_response(ByteView octets,
                                                          std::string_view method) {
    MessageReader reader{http::MessageKind::responses, method};
    reader.feed(octets);
    auto message = reader.finish();
    if (!message) return std::unexpected{std::move(message.error())};
    return std::get<http::Response>(*std::move(message));
}

}  // namespace shadowdiff::recording
