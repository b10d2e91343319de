// SPDX-License-Identifier: Apache-2.0
#include "mirror/front/refusal.hpp"

#include "base/escape.hpp"

#include <fmt/format.h>

namespace shadowdiff::mirror {
namespace {

std::string_view phrase(std::uint16_t status) {
    switch (status) {
        case 400: return "Bad Request";
        case 501: return "Not Implemented";
        case 504: return "Gateway Timeout";
        default: return "Bad Gateway";
    }
}

}  // namespace

Bytes refusal(std::uint16_t status, std::string_view why, std::string_view method) {
    const auto text = fmt::format("shadowdiff proxy: {}\n", printable(why));
    return fmt::format(
        "HTTP/1.1 {} {}\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: {}\r\n"
        "Connection: close\r\n\r\n{}",
        status, phrase(status), text.size(), method == "HEAD" ? "" : text);
}

std::uint16_t status_for(http::FailureClass failure_class) {
    using enum http::FailureClass;
    switch (failure_class) {
        case connect_timeout:
        case first_byte_timeout:
        case total_timeout: return 504;
        case refused:
        case unresolved:
        case reset_before_answer:
        case reset_inside_answer:
        case short_body:
        case tls:
        case malformed_answer:
        case protocol_switch:
        case shed: return 502;
    }
    return 502;
}

}  // namespace shadowdiff::mirror
