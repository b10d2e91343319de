// SPDX-License-Identifier: Apache-2.0
#include "http/answer_reader.hpp"

#include <utility>

namespace shadowdiff::http {

namespace {

constexpr std::string_view event_stream = "text/event-stream";

}  // namespace

AnswerReader::AnswerReader(Pairs& pairs, BlindSpots& blind_spots, const ReadOptions& options)
    : pairs_{pairs},
      blind_spots_{blind_spots},
      options_{options},
      framer_{MessageKind::responses, Strictness::lenient, options.limits},
      finder_{options.limits.line_bytes_max} {}

bool AnswerReader::read(ByteView bytes, Timestamp at, std::uint64_t heard) {
    heard_ = heard;
    switch (state_) {
        case State::reading:
            if (held_.empty()) return read_until_held(bytes, at, true);
            return hold(bytes);
        case State::given_up: blind_spots_.add(Blind::unparsable_bytes, bytes.size()); return true;
        case State::ended: return true;
        case State::searching: return look_for_start(bytes, at);
    }
    std::unreachable();
}

bool AnswerReader::look_for_start(ByteView bytes, Timestamp at) {
    if (finder_.held_bytes() == 0) bytes = without_empty_lines(bytes);
    const auto offered = finder_.held_bytes() + bytes.size();
    const bool is_found = finder_.offer(bytes, Place::guessed) == FirstBytes::response;
    const auto left = is_found ? finder_.found().size() : finder_.held_bytes();
    if (counts_skipped_) blind_spots_.add(Blind::unparsable_bytes, offered - left);
    if (!is_found) return true;
    state_ = State::reading;
    const bool goes_on = read_until_held(finder_.found(), at, true);
    finder_.clear();
    return goes_on;
}

bool AnswerReader::disown_unasked(std::uint64_t bytes, Timestamp at) {
    if (held_heard_ > bytes) return true;
    const auto orphan = std::exchange(held_, {});
    if (!read_until_held(orphan, first_byte_, false)) return false;
    if (end_behind_held_) finish(*end_behind_held_, at, false);
    return true;
}

bool AnswerReader::resume(Timestamp at) {
    if (!pairs_.awaited_method()) return true;
    const auto bytes = std::exchange(held_, {});
    heard_ = reassembly::heard_unknown;
    const bool goes_on = read_until_held(bytes, at, true);
    if (goes_on && held_.empty() && end_behind_held_) finish(*end_behind_held_, at, false);
    return goes_on;
}

bool AnswerReader::read_until_held(ByteView bytes, Timestamp at, bool may_hold) {
    while (true) {
        if (bytes.empty() && framer_.is_between_messages()) {
            first_byte_ = at;
            return true;
        }
        if (part_ == Part::none) {
            const auto method = pairs_.awaited_method();
            const bool may_come_early = may_hold && pairs_.is_unbroken() && !method;
            if (may_come_early && framer_.is_between_messages()) return hold(bytes);
            framer_.expect(method.value_or(ByteView{}));
        }
        if (framer_.is_between_messages()) first_byte_ = at;
        switch (framer_.next(bytes)) {
            case Framer::Step::need_more: return true;
            case Framer::Step::head:
                if (!begin(bytes, at)) return false;
                break;
            case Framer::Step::body:
                if (part_ == Part::answer && !is_damaged_) take_body_piece(at);
                break;
            case Framer::Step::end: end(at); break;
            case Framer::Step::malformed: give_up(framer_.failure(), bytes.size()); return true;
        }
    }
}

bool AnswerReader::is_in_step() const {
    switch (state_) {
        case State::reading:
            // Answers that wait may be those of requests that were lost.
            return part_ == Part::none && held_.empty() && framer_.is_between_messages();
        case State::searching:
        case State::ended: return true;
        case State::given_up: return false;
    }
    std::unreachable();
}

// The two directions may be captured out of order: an answer can come before its request. Where
// nothing was ever missed there is one, or its client takes it for the answer to the next request.
bool AnswerReader::hold(ByteView bytes) {
    if (held_.empty()) held_heard_ = heard_;
    held_.append(held_.empty() ? without_empty_lines(bytes) : bytes);
    if (!may_begin_response(held_)) {
        search();
        counts_skipped_ = true;
        return true;
    }
    if (held_.size() <= options_.limits.held_bytes_max) return true;
    const auto orphan = std::exchange(held_, {});
    return read_until_held(orphan, first_byte_, false);
}

bool AnswerReader::begin(ByteView& bytes, Timestamp at) {
    const auto status = framer_.status_line().status;
    if (framer_.switches_protocol()) {
        pairs_.lose_all(Reason::upgrade, status);
        blind_spots_.add(Blind::upgraded_connections);
        return false;
    }
    if (framer_.is_interim()) {
        part_ = Part::interim;
        return true;
    }
    is_damaged_ = false;
    has_whole_body_ = false;
    body_.reset();
    if (pairs_.awaited_method()) {
        if (!take_whole_answer(bytes, at)) begin_answer();
        return true;
    }
    part_ = Part::orphan;
    blind_spots_.add(Blind::answers_without_request);
    pairs_.doubt_all();
    return true;
}

void AnswerReader::begin_answer() {
    part_ = Part::answer;
    response_.status = framer_.status_line().status;
    response_.head = Bytes{framer_.head()};
    const auto type = framer_.scan().content_type.substr(0, event_stream.size());
    const auto& limits = options_.limits;
    answer_max_ = same_name(type, event_stream) ? limits.event_stream_max : limits.answer_max;
}

void AnswerReader::end(Timestamp at) {
    if (std::exchange(part_, Part::none) != Part::answer) return;
    if (is_damaged_) {
        pairs_.lose_answer(Reason::answer_incomplete, response_.status);
        return;
    }
    if (!has_whole_body_) response_.body = body_ ? std::move(*body_).finish() : Body{};
    body_.reset();
    response_.trailers = framer_.take_trailers();
    pairs_.complete_answer(std::move(response_), first_byte_, at);
}

// Its bytes still come; what they belong to is settled.
void AnswerReader::give_up_endless() {
    pairs_.lose_answer(Reason::endless_answer, response_.status);
    body_.reset();
    part_ = Part::endless;
}

void AnswerReader::gap(std::uint64_t bytes) {
    if (bytes == 0 || state_ == State::given_up || state_ == State::ended) return;
    if (state_ == State::reading && held_.empty() && framer_.skip(bytes)) {
        is_damaged_ = true;
        return;
    }
    // Whose the answer under way is, is sure; where it ends is not.
    if (part_ == Part::answer) pairs_.lose_answer(Reason::answer_incomplete, response_.status);
    search();
}

void AnswerReader::search() {
    blind_spots_.add(Blind::unparsable_bytes, held_.size());
    counts_skipped_ = false;
    held_.clear();
    finder_.clear();
    part_ = Part::none;
    framer_ = Framer{MessageKind::responses, Strictness::lenient, options_.limits};
    body_.reset();
    state_ = State::searching;
    pairs_.doubt_all();
}

void AnswerReader::give_up(const Malformed& malformed, std::uint64_t bytes) {
    blind_spots_.add(Blind::unparsable_bytes, bytes);
    const auto status = part_ == Part::answer ? response_.status : std::uint16_t{0};
    if (part_ != Part::orphan && part_ != Part::endless) {
        pairs_.fail_answer({FailureClass::malformed_answer, std::string{malformed.rule}, status},
                           first_byte_);
    }
    part_ = Part::none;
    pairs_.doubt_all();
    pairs_.lose_answers(Reason::uncertain_pairing);
    state_ = State::given_up;
}

}  // namespace shadowdiff::http
