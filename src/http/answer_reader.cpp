// SPDX-License-Identifier: Apache-2.0
#include "http/answer_reader.hpp"

#include <utility>

namespace shadowdiff::http {

AnswerReader::AnswerReader(Pairs& pairs, Coverage& coverage, const HttpLimits& limits)
    : pairs_{pairs},
      coverage_{coverage},
      limits_{limits},
      parser_{Parser::Kind::responses, Strictness::lenient, limits},
      finder_{limits.line_bytes_max} {}

bool AnswerReader::read(ByteView bytes, Timestamp at) {
    switch (state_) {
        case State::reading:
            if (held_.empty()) return read_until_held(bytes, at, true);
            return hold(bytes);
        case State::given_up: coverage_.add(Blind::unparsable_bytes, bytes.size()); return true;
        case State::ended: return true;
        case State::searching: break;
    }
    if (finder_.offer(bytes, Place::guessed) != FirstBytes::response) return true;
    state_ = State::reading;
    const bool goes_on = read_until_held(finder_.found(), at, true);
    finder_.clear();
    return goes_on;
}

bool AnswerReader::resume(Timestamp at) {
    if (held_.empty() || !pairs_.awaited_method()) return true;
    const auto bytes = std::exchange(held_, {});
    return read_until_held(bytes, at, true);
}

bool AnswerReader::read_until_held(ByteView bytes, Timestamp at, bool may_hold) {
    while (true) {
        if (part_ == Part::none) {
            const auto* method = pairs_.awaited_method();
            const bool may_come_early = may_hold && pairs_.is_unbroken() && !method;
            if (may_come_early && !bytes.empty() && parser_.is_between_messages()) {
                return hold(bytes);
            }
            parser_.expect(method ? *method : std::string{});
        }
        if (parser_.is_between_messages()) first_byte_ = at;
        auto event = parser_.next(bytes);
        if (std::holds_alternative<NeedMore>(event)) return true;
        if (auto* head = std::get_if<ResponseHead>(&event)) {
            if (!begin(std::move(*head))) return false;
        } else if (const auto* piece = std::get_if<BodyPiece>(&event)) {
            if (part_ == Part::answer && !is_damaged_) body_->add(piece->bytes);
        } else if (auto* message_end = std::get_if<MessageEnd>(&event)) {
            end(std::move(*message_end), at);
        } else if (const auto* malformed = std::get_if<Malformed>(&event)) {
            give_up(*malformed, bytes.size());
            return true;
        }
    }
}

bool AnswerReader::is_in_step() const {
    switch (state_) {
        case State::reading: return part_ == Part::none && parser_.is_between_messages();
        case State::searching:
        case State::ended: return true;
        case State::given_up: return false;
    }
    std::unreachable();
}

// The two directions may be captured out of order: an answer can come before its request. Where
// nothing was ever missed there is one, or its client takes it for the answer to the next request.
bool AnswerReader::hold(ByteView bytes) {
    held_.append(held_.empty() ? without_empty_lines(bytes) : bytes);
    if (!may_begin_response(held_)) {
        search();
        return true;
    }
    if (held_.size() <= limits_.held_bytes_max) return true;
    const auto orphan = std::exchange(held_, {});
    return read_until_held(orphan, first_byte_, false);
}

bool AnswerReader::begin(ResponseHead head) {
    if (head.switches_protocol) {
        pairs_.lose_all(Reason::upgrade, head.response.status);
        coverage_.add(Blind::upgraded_connections);
        return false;
    }
    if (head.is_interim) {
        part_ = Part::interim;
        return true;
    }
    is_damaged_ = false;
    if (pairs_.awaited_method()) {
        part_ = Part::answer;
        response_ = std::move(head.response);
        body_.emplace(limits_.body_bytes_kept_max);
        return true;
    }
    part_ = Part::orphan;
    coverage_.add(Blind::answers_without_request);
    pairs_.doubt_all();
    return true;
}

void AnswerReader::end(MessageEnd end, Timestamp at) {
    if (std::exchange(part_, Part::none) != Part::answer) return;
    if (is_damaged_) {
        pairs_.lose_answer(Reason::answer_incomplete, response_.status);
        return;
    }
    response_.body = std::move(*body_).finish();
    response_.trailers = std::move(end.trailers);
    pairs_.complete_answer(std::exchange(response_, {}), first_byte_, at);
}

void AnswerReader::gap(std::uint64_t bytes) {
    if (bytes == 0 || state_ == State::given_up || state_ == State::ended) return;
    if (state_ == State::reading && held_.empty() && parser_.skip(bytes)) {
        is_damaged_ = true;
        return;
    }
    // Whose the answer under way is, is sure; where it ends is not.
    if (part_ == Part::answer) pairs_.lose_answer(Reason::answer_incomplete, response_.status);
    search();
}

void AnswerReader::search() {
    coverage_.add(Blind::unparsable_bytes, held_.size());
    held_.clear();
    finder_.clear();
    part_ = Part::none;
    parser_ = Parser{Parser::Kind::responses, Strictness::lenient, limits_};
    state_ = State::searching;
    pairs_.doubt_all();
}

void AnswerReader::give_up(const Malformed& malformed, std::uint64_t bytes) {
    coverage_.add(Blind::unparsable_bytes, bytes);
    const auto status = part_ == Part::answer ? response_.status : std::uint16_t{0};
    if (part_ != Part::orphan) {
        pairs_.fail_answer({FailureClass::malformed_answer, malformed.rule, status}, first_byte_);
    }
    part_ = Part::none;
    pairs_.doubt_all();
    pairs_.lose_answers(Reason::uncertain_pairing);
    state_ = State::given_up;
}

void AnswerReader::finish(AnswersEnd end, Timestamp at) {
    if (state_ == State::given_up || state_ == State::ended) return;
    if (!held_.empty()) {
        const auto orphan = std::exchange(held_, {});
        if (!read_until_held(orphan, at, false)) return;
        if (state_ == State::given_up) return;
    }
    if (state_ == State::reading && end == AnswersEnd::closed) {
        const auto event = parser_.finish();
        if (const auto* message_end = std::get_if<MessageEnd>(&event)) this->end(*message_end, at);
    }
    cut(end);
    state_ = State::ended;
}

void AnswerReader::cut(AnswersEnd end) {
    const auto status = part_ == Part::answer ? response_.status : std::uint16_t{0};
    const bool has_begun =
        part_ == Part::answer || (part_ != Part::orphan && !parser_.is_between_messages());
    part_ = Part::none;
    if (end == AnswersEnd::unseen) {
        if (has_begun) pairs_.lose_answer(Reason::answer_incomplete, status);
        pairs_.lose_answers(Reason::answer_not_seen);
        return;
    }
    const auto how = end == AnswersEnd::closed ? "closed" : "reset";
    if (has_begun && is_damaged_) {
        pairs_.lose_answer(Reason::answer_incomplete, status);
    } else if (has_begun) {
        const auto detail = std::string{how} + " inside the answer";
        pairs_.fail_answer({FailureClass::reset_inside_answer, detail, status}, first_byte_);
    }
    const auto detail = std::string{how} + " before the answer";
    pairs_.end_answers({FailureClass::reset_before_answer, detail, 0});
}

}  // namespace shadowdiff::http
