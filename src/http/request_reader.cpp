// SPDX-License-Identifier: Apache-2.0
#include "http/request_reader.hpp"

#include "base/overload.hpp"
#include "http/start_line.hpp"
#include "http/syntax.hpp"

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
        const auto untaken = bytes.size();
        auto event = parser_.next(bytes);
        if (std::holds_alternative<NeedMore>(event)) return true;
        if (std::holds_alternative<Malformed>(event)) return give_up(untaken, at);
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

bool RequestReader::gap(std::uint64_t bytes, Timestamp at) {
    if (bytes == 0 || state_ == State::given_up) return true;
    if (state_ == State::reading && held_.empty() && parser_.skip(bytes)) {
        pairs_.spoil_request(Reason::gap);
        return true;
    }
    const bool goes_on = account_for_head(Reason::gap, at);
    if (in_message_) pairs_.break_request(Reason::gap);
    search();
    return goes_on;
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

bool RequestReader::give_up(std::uint64_t bytes, Timestamp at) {
    coverage_.add(Blind::unparsable_bytes, bytes);
    const bool goes_on = account_for_head(Reason::request_incomplete, at);
    if (in_message_) pairs_.break_request(Reason::request_incomplete);
    in_message_ = false;
    state_ = State::given_up;
    return goes_on;
}

// A request whose line was read is one that the ledger must hold, whatever came behind it.
bool RequestReader::account_for_head(Reason reason, Timestamp at) {
    auto head = parser_.unfinished_head();
    if (in_message_ || head.find('\n') == ByteView::npos) return true;
    const auto line = parse_request_line(take_line(head).text, Strictness::lenient);
    if (!line) return true;
    Request request;
    request.method = line->method;
    request.target = line->target;
    request.version = line->version;
    const bool goes_on = pairs_.begin_request(std::move(request), at, false);
    pairs_.break_request(reason);
    return goes_on;
}

void RequestReader::finish(Timestamp at) {
    if (state_ != State::reading) return;
    coverage_.add(Blind::unparsable_bytes, std::exchange(held_, {}).size());
    const auto event = parser_.finish();
    if (std::holds_alternative<Malformed>(event)) give_up(0, at);
    state_ = State::given_up;
}

}  // namespace shadowdiff::http
