// SPDX-License-Identifier: Apache-2.0
#include "mirror/upstream/answer_reader.hpp"

#include "mirror/request/hop_by_hop.hpp"

#include <cassert>
#include <utility>

namespace shadowdiff::mirror {

AnswerReader::AnswerReader(std::string_view method, const HttpLimits& limits, http::KeptBytes* kept)
    : framer_{http::MessageKind::responses, http::Strictness::lenient, limits},
      body_{std::in_place, limits, kept} {
    framer_.expect(method);
}

AnswerReader::Step AnswerReader::next(ByteView& input) {
    has_begun_ = has_begun_ || !input.empty();
    const auto step = framer_.next(input);
    note(step);
    return step;
}

void AnswerReader::take_all(ByteView& input) {
    while (!is_done() && next(input) != Step::need_more) {
    }
}

AnswerReader::Step AnswerReader::finish() {
    const auto step = framer_.finish();
    if (step == Step::end) {
        note_end();
    } else if (has_begun_) {
        const auto inside =
            has_head_ ? http::FailureClass::short_body : http::FailureClass::reset_inside_answer;
        fail(inside, "closed before the answer was complete");
    } else {
        fail(http::FailureClass::reset_before_answer, "closed without an answer");
    }
    return step;
}

void AnswerReader::fail(http::FailureClass failure_class, std::string detail) {
    outcome_ = http::Failure{
        .failure_class = failure_class, .detail = std::move(detail), .status = status_};
}

std::optional<http::FailureClass> AnswerReader::failure_class() const {
    const auto* failure = outcome_ ? std::get_if<http::Failure>(&*outcome_) : nullptr;
    if (!failure) return std::nullopt;
    return failure->failure_class;
}

Outcome AnswerReader::take_outcome() {
    assert(outcome_);
    return std::move(*outcome_);
}

void AnswerReader::note(Step step) {
    switch (step) {
        case Step::need_more: return;
        case Step::head: return note_head();
        case Step::body: return note_body_piece();
        case Step::end: return note_end();
        case Step::malformed:
            fail(http::FailureClass::malformed_answer, std::string{framer_.failure().rule});
            return;
    }
}

void AnswerReader::note_head() {
    response_ = framer_.take_response();
    if (framer_.is_interim()) return;
    has_head_ = true;
    status_ = response_.status;
    if (framer_.switches_protocol()) {
        fail(http::FailureClass::protocol_switch, "switched to another protocol");
    }
}

void AnswerReader::note_body_piece() {
    if (!body_) return;
    const auto piece = framer_.piece();
    const auto remaining = framer_.remaining();
    if (body_->needs_codings(piece, remaining)) {
        body_->name_codings(http::list_members(response_.headers, "content-encoding"));
    }
    body_->add(piece, remaining);
}

void AnswerReader::note_end() {
    if (!has_head_) return;  // the end of an interim answer
    leaves_connection_open_ = framer_.framing() != http::Framing::until_close &&
                              is_persistent(response_.version, response_.headers);
    if (body_) response_.body = (*std::move(body_)).finish();
    response_.trailers = framer_.take_trailers();
    outcome_ = std::move(response_);
}

}  // namespace shadowdiff::mirror
