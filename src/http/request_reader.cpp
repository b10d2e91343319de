// SPDX-License-Identifier: Apache-2.0
#include "http/request_reader.hpp"

#include "base/overload.hpp"

#include <utility>

namespace shadowdiff::http {

RequestReader::RequestReader(Pairs& pairs, Coverage& coverage, const HttpLimits& limits)
    : pairs_{pairs},
      coverage_{coverage},
      limits_{limits},
      parser_{Parser::Kind::requests, Strictness::lenient, limits},
      finder_{limits.line_bytes_max} {}

bool RequestReader::read(ByteView bytes, Timestamp at, bool answers_are_in_step) {
    switch (state_) {
        case State::reading: return read_messages(bytes, at, answers_are_in_step);
        case State::given_up: coverage_.add(Blind::unparsable_bytes, bytes.size()); return true;
        case State::searching: break;
    }
    if (finder_.offer(bytes, Place::guessed) != FirstBytes::request) return true;
    state_ = State::reading;
    const bool goes_on = read_messages(finder_.found(), at, answers_are_in_step);
    finder_.clear();
    return goes_on;
}

bool RequestReader::read_messages(ByteView bytes, Timestamp at, bool answers_are_in_step) {
    if (body_was_never_sent(bytes)) {
        pairs_.break_request(Reason::request_incomplete);
        pairs_.doubt_later();
        in_message_ = false;
        parser_ = Parser{Parser::Kind::requests, Strictness::lenient, limits_};
    }
    while (true) {
        // Behind CONNECT and Upgrade only the answer says whether HTTP goes on.
        if (!bytes.empty() && !in_message_ && pairs_.waits_for_switch()) {
            held_.append(bytes);
            return held_.size() <= limits_.held_bytes_max;
        }
        auto event = parser_.next(bytes);
        if (std::holds_alternative<NeedMore>(event)) return true;
        if (std::holds_alternative<Malformed>(event)) {
            give_up(bytes.size());
            return true;
        }
        if (!take(std::move(event), at, answers_are_in_step)) return false;
    }
}

bool RequestReader::take(Event event, Timestamp at, bool answers_are_in_step) {
    return std::visit(
        Overload{
            [&](RequestHead&& head) {
                in_message_ = true;
                body_.emplace(limits_.body_bytes_kept_max);
                expects_continue_ = find(head.request.headers, "Expect") != nullptr;
                return pairs_.begin_request(std::move(head.request), at, answers_are_in_step);
            },
            [&](BodyPiece piece) {
                expects_continue_ = false;
                body_->add(piece.bytes);
                return true;
            },
            [&](MessageEnd&& end) {
                in_message_ = false;
                pairs_.complete_request(std::move(*body_).finish(), std::move(end.trailers), at);
                return true;
            },
            [](auto&&) { return true; },
        },
        std::move(event));
}

// A client that is refused before it sends its body may go on with the next request, although the
// head of this one has announced a body (RFC 9110, section 10.1.1).
bool RequestReader::body_was_never_sent(ByteView bytes) const {
    return in_message_ && expects_continue_ && pairs_.is_answered_early() &&
           recognise(bytes, Place::guessed, limits_.line_bytes_max) == FirstBytes::request;
}

bool RequestReader::resume(Timestamp at, bool answers_are_in_step) {
    if (held_.empty() || pairs_.waits_for_switch()) return true;
    const auto bytes = std::exchange(held_, {});
    return read_messages(bytes, at, answers_are_in_step);
}

void RequestReader::gap(std::uint64_t bytes) {
    if (bytes == 0 || state_ == State::given_up) return;
    if (state_ == State::reading && held_.empty() && parser_.skip(bytes)) {
        pairs_.spoil_request(Reason::gap);
        return;
    }
    if (in_message_) pairs_.break_request(Reason::gap);
    search();
}

void RequestReader::search() {
    coverage_.add(Blind::unparsable_bytes, held_.size());
    held_.clear();
    finder_.clear();
    in_message_ = false;
    parser_ = Parser{Parser::Kind::requests, Strictness::lenient, limits_};
    state_ = State::searching;
    pairs_.doubt_later();
}

void RequestReader::give_up(std::uint64_t bytes) {
    coverage_.add(Blind::unparsable_bytes, bytes);
    if (in_message_) pairs_.break_request(Reason::request_incomplete);
    in_message_ = false;
    state_ = State::given_up;
}

void RequestReader::finish() {
    if (state_ != State::reading) return;
    coverage_.add(Blind::unparsable_bytes, std::exchange(held_, {}).size());
    const auto event = parser_.finish();
    if (std::holds_alternative<Malformed>(event)) give_up(0);
    state_ = State::given_up;
}

}  // namespace shadowdiff::http
