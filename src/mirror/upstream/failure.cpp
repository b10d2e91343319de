// SPDX-License-Identifier: Apache-2.0
#include "mirror/upstream/failure.hpp"

#include "mirror/upstream/tls.hpp"

#include <fmt/format.h>

namespace shadowdiff::mirror {
namespace {

http::FailureClass class_of_connect(const ErrorCode& error) {
    if (error == asio::error::timed_out) return http::FailureClass::connect_timeout;
    if (error == asio::error::no_descriptors || error == asio::error::no_buffer_space ||
        error == asio::error::no_memory || error == boost::system::errc::address_not_available ||
        error == boost::system::errc::too_many_files_open_in_system) {
        return http::FailureClass::shed;
    }
    return http::FailureClass::refused;
}

}  // namespace

Outcome located(Outcome outcome, const Target& target) {
    if (auto* failure = std::get_if<http::Failure>(&outcome)) {
        failure->detail = fmt::format("{}: {}", host_and_port(target), failure->detail);
    }
    return outcome;
}

http::Failure connect_failure(const ErrorCode& error) {
    const auto failure_class = class_of_connect(error);
    const bool is_shed = failure_class == http::FailureClass::shed;
    return {.failure_class = failure_class,
            .detail = describe(error),
            .status = 0,
            .shed = is_shed ? http::Shed::own_sockets : http::Shed::none};
}

http::Failure answer_failure(const ErrorCode& error, bool has_begun) {
    using enum http::FailureClass;
    http::Failure failure{.failure_class = has_begun ? reset_inside_answer : reset_before_answer,
                          .detail = describe(error),
                          .status = 0};
    if (!has_begun && is_of_tls(error)) {
        failure.failure_class = tls;
        failure.detail = describe_tls(error);
    }
    return failure;
}

std::string describe(const ErrorCode& error) {
    auto text = error.message();
    if (!text.empty() && text[0] >= 'A' && text[0] <= 'Z') {
        text[0] = static_cast<char>(text[0] - 'A' + 'a');
    }
    return text;
}

std::string_view describe(http::Shed shed) {
    using enum http::Shed;
    switch (shed) {
        case none: return "";
        case rate: return "not asked: its rate is used up";
        case in_flight: return "not asked: too many requests are in flight";
        case waiting: return "not asked: too many requests of this client connection wait";
        case connections: return "not asked: too many client connections are mirrored at once";
        case breaker_open: return "not asked: it failed too often and is given time";
        case backing_off: return "not asked: it slowed down and is spared";
        case own_sockets: return "not asked: we ran out of ports, descriptors or memory";
        case no_leg: return "not asked: no such leg is configured";
        case paused: return "not asked: mirroring is paused";
        case ending: return "given up: the run ended before it was answered";
        case stale: return "not asked: it stood too long behind others of its client connection";
        case redacted: return "not asked: what it needs was redacted, and nothing supplied it";
    }
    return "";
}

std::string describe(Duration duration) {
    const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(duration).count();
    return ms % 1'000 == 0 ? fmt::format("{} s", ms / 1'000) : fmt::format("{} ms", ms);
}

}  // namespace shadowdiff::mirror
