// SPDX-License-Identifier: Apache-2.0
#include "http/failure.hpp"

namespace shadowdiff::http {

std::string_view name(FailureClass failure_class) {
    switch (failure_class) {
        case FailureClass::refused: return "refused";
        case FailureClass::unresolved: return "unresolved";
        case FailureClass::connect_timeout: return "connect_timeout";
        case FailureClass::tls: return "tls";
        case FailureClass::reset_before_answer: return "reset_before_answer";
        case FailureClass::reset_inside_answer: return "reset_inside_answer";
        case FailureClass::short_body: return "short_body";
        case FailureClass::first_byte_timeout: return "first_byte_timeout";
        case FailureClass::total_timeout: return "total_timeout";
        case FailureClass::malformed_answer: return "malformed_answer";
        case FailureClass::protocol_switch: return "protocol_switch";
        case FailureClass::shed: return "shed";
    }
    return "";
}

std::optional<FailureClass> failure_class_from_name(std::string_view text) {
    for (int number = 0; number <= static_cast<int>(FailureClass::shed); ++number) {
        const auto failure_class = static_cast<FailureClass>(number);
        if (name(failure_class) == text) return failure_class;
    }
    return std::nullopt;
}

std::string_view name(Shed shed) {
    switch (shed) {
        case Shed::none: return "";
        case Shed::rate: return "rate";
        case Shed::in_flight: return "in_flight";
        case Shed::waiting: return "waiting";
        case Shed::connections: return "connections";
        case Shed::breaker_open: return "breaker_open";
        case Shed::backing_off: return "backing_off";
        case Shed::own_sockets: return "own_sockets";
        case Shed::no_leg: return "no_leg";
        case Shed::paused: return "paused";
        case Shed::ending: return "ending";
        case Shed::stale: return "stale";
        case Shed::redacted: return "redacted";
    }
    return "";
}

}  // namespace shadowdiff::http
