// SPDX-License-Identifier: Apache-2.0
#include "http/request_reader.hpp"

#include "http/start_line.hpp"
#include "http/syntax.hpp"

#include <utility>

namespace shadowdiff::http {

RequestReader::RequestReader(Pairs& pairs, BlindSpots& blind_spots, const ReadOptions& options)
    : pairs_{pairs},
      blind_spots_{blind_spots},
      options_{options},
      framer_{MessageKind::requests, Strictness::lenient, options.limits},
      finder_{options.limits.line_bytes_max} {}

bool RequestReader::read(ByteView bytes, Timestamp at, bool answers_are_in_step) {
    switch (state_) {
        case State::reading: return read_messages(bytes, at, answers_are_in_step);
        case State::given_up: blind_spots_.add(Blind::unparsable_bytes, bytes.size()); return true;
        case State::searching: break;
    }
    if (finder_.offer(bytes, Place::guessed) != FirstBytes::request) return true;
    state_ = State::reading;
    const bool goes_on = read_messages(finder_.found(), at, answers_are_in_step);
    finder_.clear();
    return goes_on;
}

bool RequestReader::read_messages(ByteView bytes, Timestamp at, bool answers_are_in_step) {
    Bytes doubtful;
    if (body_may_never_come()) {
        doubtful = std::exchange(doubtful_, {}).append(bytes);
        const auto kind = recognise(doubtful, Place::guessed, options_.limits.line_bytes_max);
        if (kind == FirstBytes::undecided) {
            doubtful_ = std::move(doubtful);
            return true;
        }
        if (kind == FirstBytes::request) begin_behind_missing_body();
        bytes = doubtful;
    }
    while (true) {
        // Behind CONNECT and Upgrade only the answer says whether HTTP goes on.
        if (!bytes.empty() && !in_message_ && pairs_.waits_for_switch()) {
            held_.append(bytes);
            return held_.size() <= options_.limits.held_bytes_max;
        }
        if (bytes.empty() && framer_.is_between_messages()) return true;
        const auto untaken = bytes.size();
        const auto step = framer_.next(bytes);
        if (step == Framer::Step::need_more) return true;
        if (step == Framer::Step::malformed) {
            const auto of_head = framer_.unfinished_head().size();
            return give_up(of_head > 0 ? of_head + bytes.size() : untaken, at);
        }
        if (!take(step, at, answers_are_in_step)) return false;
    }
}

bool RequestReader::take(Framer::Step step, Timestamp at, bool answers_are_in_step) {
    switch (step) {
        case Framer::Step::head: {
            const auto& line = framer_.request_line();
            const auto& scan = framer_.scan();
            body_.reset();
            expects_continue_ = scan.has_expect;
            const bool may_switch = line.method == "CONNECT" || scan.has_upgrade;
            const RequestStart start{line.method, line.target, scan.host, framer_.head(),
                                     may_switch};
            in_message_ = !framer_.take_end_behind_head();
            return in_message_ ? pairs_.begin_request(start, at, answers_are_in_step)
                               : pairs_.take_whole_request(start, at, answers_are_in_step);
        }
        case Framer::Step::body:
            expects_continue_ = false;
            if (!body_) {
                body_ = std::make_unique<BodyBuilder>(options_.limits, options_.kept,
                                                      options_.with_sha256);
            }
            body_->add(framer_.piece(), framer_.remaining());
            return true;
        case Framer::Step::end:
            in_message_ = false;
            pairs_.complete_request(body_ ? std::move(*body_).finish() : Body{},
                                    framer_.take_trailers(), at);
            body_.reset();
            return true;
        case Framer::Step::need_more:
        case Framer::Step::malformed: return true;
    }
    std::unreachable();
}

// A client that is refused before it sends its body may go on with the next request, although the
// head of this one has announced a body (RFC 9110, section 10.1.1).
bool RequestReader::body_may_never_come() const {
    return in_message_ && expects_continue_ && pairs_.is_answered_early();
}

void RequestReader::begin_behind_missing_body() {
    pairs_.break_request(Reason::request_incomplete);
    pairs_.doubt_later();
    in_message_ = false;
    framer_ = Framer{MessageKind::requests, Strictness::lenient, options_.limits};
}

bool RequestReader::resume(Timestamp at, bool answers_are_in_step) {
    if (pairs_.waits_for_switch()) return true;
    const auto bytes = std::exchange(held_, {});
    return read_messages(bytes, at, answers_are_in_step);
}

bool RequestReader::gap(std::uint64_t bytes, Timestamp at) {
    if (bytes == 0 || state_ == State::given_up) return true;
    if (state_ == State::reading && held_.empty() && framer_.skip(bytes)) {
        pairs_.spoil_request(Reason::gap);
        return true;
    }
    const bool goes_on = account_for_head(Reason::gap, at);
    if (in_message_) pairs_.break_request(Reason::gap);
    search();
    return goes_on;
}

void RequestReader::search() {
    blind_spots_.add(Blind::unparsable_bytes, held_.size());
    held_.clear();
    doubtful_.clear();
    finder_.clear();
    in_message_ = false;
    body_.reset();
    framer_ = Framer{MessageKind::requests, Strictness::lenient, options_.limits};
    state_ = State::searching;
    pairs_.doubt_later();
}

bool RequestReader::give_up(std::uint64_t bytes, Timestamp at) {
    blind_spots_.add(Blind::unparsable_bytes, bytes);
    const bool goes_on = account_for_head(Reason::request_incomplete, at);
    if (in_message_) pairs_.break_request(Reason::request_incomplete);
    in_message_ = false;
    body_.reset();
    state_ = State::given_up;
    return goes_on;
}

// A request whose line was read is one that the ledger must hold, whatever came behind it.
bool RequestReader::account_for_head(Reason reason, Timestamp at) {
    auto head = framer_.unfinished_head();
    if (in_message_ || head.find('\n') == ByteView::npos) return true;
    const auto line = parse_request_line(take_line(head).text, Strictness::lenient);
    if (!line) return true;
    const bool goes_on =
        pairs_.begin_request({line->method, line->target, {}, {}, false}, at, false);
    pairs_.break_request(reason);
    return goes_on;
}

void RequestReader::finish(Timestamp at) {
    if (state_ != State::reading) return;
    blind_spots_.add_before(Blind::unparsable_bytes, std::exchange(held_, {}).size());
    if (framer_.finish() == Framer::Step::malformed) give_up(0, at);
    state_ = State::given_up;
}

}  // namespace shadowdiff::http
