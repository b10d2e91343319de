// SPDX-License-Identifier: Apache-2.0
// The body of an answer, in one piece or in many.
#include "http/answer_reader.hpp"
#include "http/head.hpp"

namespace shadowdiff::http {
namespace {

// In place: to move a body whose digest is still being computed waits for the digest.
void set_whole(Body& body, ByteView bytes) {
    body.bytes.assign(bytes);
    body.length = bytes.size();
    body.decoded.reset();
    body.sha256.reset();
    body.digest = hash128(bytes);
}

}  // namespace

void AnswerReader::take_body_piece(Timestamp at) {
    if (!body_) {
        if (take_whole_body()) return;
        body_ = std::make_unique<BodyBuilder>(options_.limits, options_.kept, options_.with_sha256);
        body_since_ = at;
    }
    add_body_piece();
    if (at - body_since_ > answer_max_) give_up_endless();
}

// Most bodies come in one piece, and need nothing that remembers a part of them.
bool AnswerReader::may_take_at_once(std::uint64_t body_bytes) const {
    const auto& limits = options_.limits;
    return !options_.with_sha256 && body_bytes <= limits.body_bytes_kept_max &&
           body_bytes <= limits.digested_at_once_max &&
           (options_.kept == nullptr || options_.kept->has_room_for(body_bytes));
}

// Nor do most answers: their bodies come with their heads.
bool AnswerReader::take_whole_answer(ByteView& bytes, Timestamp at) {
    if (!framer_.is_whole_in(bytes) || !may_take_at_once(framer_.remaining())) return false;
    pairs_.take_whole_answer(
        {framer_.status_line().status, framer_.head(), framer_.take_whole_body(bytes)}, first_byte_,
        at);
    return true;
}

bool AnswerReader::take_whole_body() {
    const auto piece = framer_.piece();
    has_whole_body_ = framer_.is_whole_body() && may_take_at_once(piece.size());
    if (has_whole_body_) set_whole(response_.body, piece);
    return has_whole_body_;
}

void AnswerReader::add_body_piece() {
    if (body_->needs_codings(framer_.piece(), framer_.remaining())) {
        const auto head = parse_response_head(response_.head, Strictness::lenient, options_.limits);
        using Codings = std::vector<std::string_view>;
        body_->name_codings(head ? list_members(head->headers, "content-encoding") : Codings{});
    }
    body_->add(framer_.piece(), framer_.remaining());
}

}  // namespace shadowdiff::http
