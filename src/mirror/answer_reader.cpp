// SPDX-License-Identifier: Apache-2.0
#include "mirror/answer_reader.hpp"

#include "base/overload.hpp"
#include "mirror/hop_by_hop.hpp"

#include <cassert>
#include <utility>

namespace shadowdiff::mirror {

AnswerReader::AnswerReader(std::string method, HttpLimits limits, http::KeptBytes* kept)
    : parser_{http::Parser::Kind::responses, http::Strictness::lenient, limits},
      body_{limits, kept} {
    parser_.expect(std::move(method));
}

http::Event AnswerReader::next(ByteView& input) {
    has_begun_ = has_begun_ || !input.empty();
    auto event = parser_.next(input);
    note(event);
    return event;
}

void AnswerReader::take_all(ByteView& input) {
    while (!is_done()) {
        if (std::holds_alternative<http::NeedMore>(next(input))) return;
    }
}

http::Event AnswerReader::finish() {
    auto event = parser_.finish();
    if (const auto* end = std::get_if<http::MessageEnd>(&event)) {
        complete(*end);
    } else if (has_begun_) {
        const auto inside =
            has_head_ ? http::FailureClass::short_body : http::FailureClass::reset_inside_answer;
        fail(inside, "closed before the answer was complete");
    } else {
        fail(http::FailureClass::reset_before_answer, "closed without an answer");
    }
    return event;
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

void AnswerReader::note(const http::Event& event) {
    std::visit(Overload{
                   [](const http::NeedMore&) {},
                   [](const http::RequestHead&) {},
                   [this](const http::ResponseHead& head) { note_head(head); },
                   [this](const http::BodyPiece& piece) { note_body_piece(piece.bytes); },
                   [this](const http::MessageEnd& end) { complete(end); },
                   [this](const http::Malformed& malformed) {
                       fail(http::FailureClass::malformed_answer, malformed.rule);
                   },
               },
               event);
}

void AnswerReader::note_head(const http::ResponseHead& head) {
    if (head.is_interim) return;
    has_head_ = true;
    status_ = head.response.status;
    response_ = head.response;
    framing_ = head.framing;
    if (head.switches_protocol) {
        fail(http::FailureClass::protocol_switch, "switched to another protocol");
    }
}

void AnswerReader::note_body_piece(ByteView piece) {
    if (body_.needs_codings(piece)) {
        body_.name_codings(http::list_members(response_.headers, "content-encoding"));
    }
    body_.add(piece);
}

void AnswerReader::complete(const http::MessageEnd& end) {
    if (!has_head_) return;  // the end of an interim answer
    leaves_connection_open_ = framing_ != http::Framing::until_close &&
                              is_persistent(response_.version, response_.headers);
    response_.body = std::move(body_).finish();
    response_.trailers = end.trailers;
    outcome_ = std::move(response_);
}

}  // namespace shadowdiff::mirror
