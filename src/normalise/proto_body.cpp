// SPDX-License-Identifier: Apache-2.0
#include "normalise/proto_body.hpp"

#include "base/ascii.hpp"
#include "content/decode.hpp"
#include "content/media_parameter.hpp"
#include "normalise/json_text.hpp"
#include "normalise/text_lines.hpp"

#include <cstdint>
#include <utility>

namespace shadowdiff::normalise {
namespace {

constexpr std::uint8_t compressed_flag = 0x01;
constexpr std::uint8_t trailers_flag = 0x80;
constexpr std::size_t prefix_bytes = 5;

Rendered render_message(ByteView message, const std::string& type, const Context& context) {
    if (context.protos && !type.empty()) {
        if (auto json = context.protos->to_json(type, message)) return *std::move(json);
    }
    return render_wire(message, {});
}

/// A JSON value in any case: a message that cannot be read is its bytes.
Bytes message_value(ByteView message, const std::string& type, const Context& context) {
    if (auto json = render_message(message, type, context)) return *std::move(json);
    JsonText bytes;
    bytes.string(message);
    return bytes.take();
}

struct Frame {
    std::uint8_t flags;
    ByteView payload;
};

std::optional<Frame> take_frame(ByteView& rest) {
    if (rest.size() < prefix_bytes) return std::nullopt;
    std::size_t length = 0;
    for (std::size_t i = 1; i < prefix_bytes; ++i) {
        length = length << 8U | static_cast<std::uint8_t>(rest[i]);
    }
    if (length > rest.size() - prefix_bytes) return std::nullopt;
    const Frame frame{static_cast<std::uint8_t>(rest[0]), rest.substr(prefix_bytes, length)};
    rest.remove_prefix(prefix_bytes + length);
    return frame;
}

Bytes render_trailers(std::string_view text) {
    JsonText json;
    json.open_object();
    while (!text.empty()) {
        const auto line = take_line(text);
        const auto colon = line.find(':');
        if (colon == line.npos) continue;
        json.member(ascii::lower_case(line.substr(0, colon)),
                    ascii::trimmed(line.substr(colon + 1)));
    }
    json.close_object();
    return json.take();
}

}  // namespace

Rendered render_protobuf(ByteView body, std::string_view content_type, const Context& context) {
    std::string type;
    for (const auto* name : {"messagetype", "proto", "type"}) {
        if (type.empty()) type = content::media_parameter(content_type, name);
    }
    if (type.empty() && context.protos) type = context.protos->answer_type(context.target);
    return render_message(body, type, context);
}

Rendered render_grpc(ByteView body, const http::Fields& headers, const Context& context,
                     const ContentLimits& limits) {
    const auto type = context.protos ? context.protos->answer_type(context.target) : std::string{};
    const std::string_view coding = http::value_of(headers, "grpc-encoding").value_or("");
    JsonText json;
    json.open_object();
    json.key("messages");
    json.open_array();
    Bytes trailers;
    auto left = limits;  // of all messages together
    while (!body.empty()) {
        const auto frame = take_frame(body);
        if (!frame) return std::unexpected{Unreadable{"a gRPC message that is cut"}};
        if (frame->flags & trailers_flag) {
            trailers = render_trailers(frame->payload);
            continue;
        }
        Bytes message{frame->payload};
        if (frame->flags & compressed_flag) {
            if (coding.empty() || coding == "identity") {
                return std::unexpected{Unreadable{"a gRPC message compressed by no coding"}};
            }
            auto decoded = content::decode(frame->payload, {&coding, 1}, left);
            if (!decoded) return std::unexpected{Unreadable{decoded.error().why}};
            left.decoded_bytes_max -= decoded->size();
            message = std::move(*decoded);
        }
        json.value(message_value(message, type, context));
    }
    json.close_array();
    if (!trailers.empty()) {
        json.key("trailers");
        json.value(trailers);
    }
    json.close_object();
    return json.take();
}

}  // namespace shadowdiff::normalise
