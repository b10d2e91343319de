// SPDX-License-Identifier: Apache-2.0
// How the server's direction ends, and what becomes of the requests that still wait.
#include "http/answer_reader.hpp"

#include <utility>

namespace shadowdiff::http {

void AnswerReader::stop_waiting(Timestamp at) {
    if (end_behind_held_) finish(*end_behind_held_, at, false);
}

void AnswerReader::finish(AnswersEnd end, Timestamp at, bool may_wait) {
    if (state_ == State::given_up || state_ == State::ended) return;
    if (state_ == State::searching && counts_skipped_) {
        blind_spots_.add_before(Blind::unparsable_bytes, finder_.held_bytes());
    }
    if (may_wait && !held_.empty()) {
        end_behind_held_ = end;
        return;
    }
    end_behind_held_.reset();
    if (!held_.empty()) {
        const auto orphan = std::exchange(held_, {});
        if (!read_until_held(orphan, at, false)) return;
        if (state_ == State::given_up) return;
    }
    if (state_ == State::reading && end == AnswersEnd::closed) {
        if (framer_.finish() == Framer::Step::end) this->end(at);
    }
    cut(end);
    state_ = State::ended;
}

void AnswerReader::cut(AnswersEnd end) {
    const auto status = part_ == Part::answer ? response_.status : std::uint16_t{0};
    const bool has_begun =
        part_ == Part::answer ||
        (part_ != Part::orphan && part_ != Part::endless && !framer_.is_between_messages());
    const bool is_endless =
        part_ == Part::answer && answer_max_ == options_.limits.event_stream_max;
    part_ = Part::none;
    if (end == AnswersEnd::unseen) {
        if (has_begun) {
            pairs_.lose_answer(is_endless ? Reason::endless_answer : Reason::answer_incomplete,
                               status);
        }
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
