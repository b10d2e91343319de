// SPDX-License-Identifier: Apache-2.0
#include "http/framer.hpp"

#include "http/head.hpp"
#include "http/syntax.hpp"

#include <algorithm>
#include <utility>

namespace shadowdiff::http {

Framer::Framer(MessageKind kind, Strictness strictness, const HttpLimits& limits)
    : kind_{kind}, strictness_{strictness}, section_{limits}, limits_{limits} {}

Framer::Step Framer::next(ByteView& input) {
    switch (phase_) {
        case Phase::head: return next_head(input);
        case Phase::body_of_length: return next_of_length(input);
        case Phase::body_chunked: return next_chunked(input);
        case Phase::body_until_close:
            if (input.empty()) return Step::need_more;
            piece_ = std::exchange(input, {});
            return Step::body;
        case Phase::end_due: return end();
        case Phase::switched: return Step::need_more;
        case Phase::failed: return Step::malformed;
    }
    std::unreachable();
}

Framer::Step Framer::next_head(ByteView& input) {
    section_.drop_empty_lines(input);
    if (input.empty()) return Step::need_more;
    if (!section_.has_begun()) {
        if (const auto size = scan_head(input, limits_, scan_); size > 0) {
            head_ = input.substr(0, size);
            input.remove_prefix(size);
            return begin_message();
        }
    }
    switch (section_.take(input)) {
        case ReadOutcome::incomplete: return Step::need_more;
        case ReadOutcome::complete: break;
        case ReadOutcome::line_too_long: return fail({"line too long (RFC 9112, 2.2)"});
        case ReadOutcome::section_too_long: return fail({"head too long (RFC 9110, 5.4)"});
    }
    head_ = section_.section();
    if (scan_head(head_, limits_, scan_) == 0) {
        auto rest = head_;
        scan_ = {};
        scan_.start_line = take_line(rest).text;
        scan_.is_plain = false;
    }
    return begin_message();
}

Framer::Step Framer::begin_message() {
    if (whole_.index() != 0) whole_ = std::monostate{};
    is_head_refused_ = true;
    trailers_.clear();  // of a message whose trailers nobody took
    if (strictness_ == Strictness::strict) {
        if (const auto broken = parse_whole()) return fail(*broken);
    }
    if (const auto broken = read_start_line()) return fail(*broken);
    if (const auto broken = make_plan()) return fail(*broken);
    is_head_refused_ = false;
    section_.forget();
    switch (plan_.framing) {
        case Framing::none: phase_ = Phase::end_due; break;
        case Framing::length:
            remaining_ = plan_.length;
            phase_ = Phase::body_of_length;
            break;
        case Framing::chunked:
            chunked_ = std::make_unique<ChunkedReader>(strictness_, limits_);
            phase_ = Phase::body_chunked;
            break;
        case Framing::until_close: phase_ = Phase::body_until_close; break;
    }
    if (kind_ == MessageKind::requests) return Step::head;
    const auto status = status_line_.status;
    switches_ = http::switches_protocol(status, answered_method_);
    is_interim_ = status >= 100 && status < 200 && !switches_;
    if (switches_) after_end_ = Phase::switched;
    if (!is_interim_) answered_method_ = {};
    return Step::head;
}

std::optional<Malformed> Framer::parse_whole() {
    if (kind_ == MessageKind::requests) {
        auto request = parse_request_head(head_, strictness_, limits_);
        if (!request) return request.error();
        whole_ = *std::move(request);
    } else {
        auto response = parse_response_head(head_, strictness_, limits_);
        if (!response) return response.error();
        whole_ = *std::move(response);
    }
    return std::nullopt;
}

std::optional<Malformed> Framer::read_start_line() {
    if (kind_ == MessageKind::requests) {
        auto read = parse_request_line(scan_.start_line, strictness_);
        if (!read) return read.error();
        request_line_ = *read;
    } else {
        auto read = parse_status_line(scan_.start_line, strictness_);
        if (!read) return read.error();
        status_line_ = *read;
    }
    return std::nullopt;
}

std::optional<Malformed> Framer::make_plan() {
    const bool is_request = kind_ == MessageKind::requests;
    if (strictness_ == Strictness::lenient) {
        const bool is_made =
            is_request ? plan_request_body(scan_, plan_)
                       : plan_response_body(scan_, status_line_.status, answered_method_, plan_);
        if (is_made) return std::nullopt;
        if (const auto broken = parse_whole()) return broken;
    }
    auto plan = is_request ? plan_body(std::get<Request>(whole_), strictness_)
                           : plan_body(std::get<Response>(whole_), answered_method_, strictness_);
    if (!plan) return plan.error();
    plan_ = *plan;
    return std::nullopt;
}

Request Framer::take_request() {
    if (std::holds_alternative<std::monostate>(whole_)) parse_whole();
    return std::move(std::get<Request>(whole_));
}

Response Framer::take_response() {
    if (std::holds_alternative<std::monostate>(whole_)) parse_whole();
    return std::move(std::get<Response>(whole_));
}

Framer::Step Framer::next_of_length(ByteView& input) {
    if (remaining_ == 0) return end();
    if (input.empty()) return Step::need_more;
    piece_ = input.substr(0, std::min<std::uint64_t>(remaining_, input.size()));
    input.remove_prefix(piece_.size());
    remaining_ -= piece_.size();
    return Step::body;
}

Framer::Step Framer::next_chunked(ByteView& input) {
    auto step = chunked_->next(input);
    if (std::holds_alternative<NeedMore>(step)) return Step::need_more;
    if (const auto* piece = std::get_if<BodyPiece>(&step)) {
        piece_ = piece->bytes;
        return Step::body;
    }
    if (const auto* malformed = std::get_if<Malformed>(&step)) return fail(*malformed);
    trailers_ = std::move(std::get<MessageEnd>(step).trailers);
    return end();
}

Framer::Step Framer::end() {
    phase_ = after_end_;
    return Step::end;
}

Framer::Step Framer::fail(const Malformed& rule) {
    failure_ = rule;
    phase_ = Phase::failed;
    return Step::malformed;
}

Framer::Step Framer::finish() {
    switch (phase_) {
        case Phase::head:
            if (!section_.has_begun()) return Step::need_more;
            return fail({"incomplete head (RFC 9112, 8)"});
        case Phase::body_of_length:
            if (remaining_ == 0) return end();
            return fail({"body shorter than Content-Length (RFC 9112, 8)"});
        case Phase::body_chunked: return fail({"incomplete chunked body (RFC 9112, 8)"});
        case Phase::body_until_close:
        case Phase::end_due: return end();
        case Phase::switched: return Step::need_more;
        case Phase::failed: return Step::malformed;
    }
    std::unreachable();
}

bool Framer::skip(std::uint64_t bytes) {
    if (bytes == 0) return phase_ != Phase::failed;
    switch (phase_) {
        case Phase::body_of_length:
            if (bytes > remaining_) break;
            remaining_ -= bytes;
            return true;
        case Phase::body_chunked:
            if (!chunked_->skip(bytes)) break;
            return true;
        case Phase::body_until_close:
        case Phase::switched: return true;
        case Phase::head:
        case Phase::end_due:
        case Phase::failed: break;
    }
    fail({"lost bytes inside message framing"});
    return false;
}

ByteView Framer::unfinished_head() const {
    if (is_head_refused_) return head_;
    return section_.has_begun() ? section_.unfinished() : ByteView{};
}

}  // namespace shadowdiff::http
