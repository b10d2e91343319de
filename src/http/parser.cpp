// SPDX-License-Identifier: Apache-2.0
#include "http/parser.hpp"

#include "base/overload.hpp"
#include "http/chunked.hpp"
#include "http/framing.hpp"
#include "http/head.hpp"
#include "http/section_reader.hpp"

#include <algorithm>
#include <utility>

namespace shadowdiff::http {

struct Parser::State {
    enum class Phase : std::uint8_t {
        head,
        body_of_length,
        body_chunked,
        body_until_close,
        end_due,   // the message is complete, MessageEnd not yet said
        switched,  // what follows is not HTTP/1
        failed,
    };

    State(Kind k, Strictness s, const HttpLimits& l)
        : kind{k}, strictness{s}, limits{l}, head{l}, chunked{s, l} {}

    Kind kind;
    Strictness strictness;
    HttpLimits limits;
    Phase phase = Phase::head;
    Phase after_end = Phase::head;
    SectionReader head;
    ChunkedReader chunked;
    std::uint64_t remaining = 0;  // of a body of known length
    std::string answered_method;
    Malformed failure;

    Event next(ByteView& input);
    Event next_head(ByteView& input);
    Event begin_request();
    Event begin_response();
    Event next_of_length(ByteView& input);
    Event next_chunked(ByteView& input);
    Event next_until_close(ByteView& input);
    Event end(Fields trailers);
    Event fail(Malformed rule);
    void begin_body(const BodyPlan& plan);
};

Event Parser::State::next(ByteView& input) {
    switch (phase) {
        case Phase::head: return next_head(input);
        case Phase::body_of_length: return next_of_length(input);
        case Phase::body_chunked: return next_chunked(input);
        case Phase::body_until_close: return next_until_close(input);
        case Phase::end_due: return end({});
        case Phase::switched: return NeedMore{};
        case Phase::failed: return failure;
    }
    std::unreachable();
}

Event Parser::State::next_head(ByteView& input) {
    head.drop_empty_lines(input);
    if (input.empty()) return NeedMore{};
    switch (head.take(input)) {
        case ReadOutcome::incomplete: return NeedMore{};
        case ReadOutcome::complete: break;
        case ReadOutcome::line_too_long: return fail({"line too long (RFC 9112, 2.2)"});
        case ReadOutcome::section_too_long: return fail({"head too long (RFC 9110, 5.4)"});
    }
    return kind == Kind::requests ? begin_request() : begin_response();
}

Event Parser::State::begin_request() {
    auto request = parse_request_head(head.section(), strictness, limits);
    if (!request) return fail(std::move(request).error());
    const auto plan = plan_body(*request, strictness);
    if (!plan) return fail(plan.error());
    head.forget();
    begin_body(*plan);
    return RequestHead{*std::move(request), plan->framing};
}

Event Parser::State::begin_response() {
    auto response = parse_response_head(head.section(), strictness, limits);
    if (!response) return fail(std::move(response).error());
    const auto plan = plan_body(*response, answered_method, strictness);
    if (!plan) return fail(plan.error());
    head.forget();
    begin_body(*plan);
    const bool switches = switches_protocol(response->status, answered_method);
    const bool interim = response->status >= 100 && response->status < 200 && !switches;
    if (switches) after_end = Phase::switched;
    if (!interim) answered_method.clear();
    return ResponseHead{*std::move(response), plan->framing, interim, switches};
}

void Parser::State::begin_body(const BodyPlan& plan) {
    switch (plan.framing) {
        case Framing::none: phase = Phase::end_due; break;
        case Framing::length:
            remaining = plan.length;
            phase = Phase::body_of_length;
            break;
        case Framing::chunked:
            chunked = ChunkedReader{strictness, limits};
            phase = Phase::body_chunked;
            break;
        case Framing::until_close: phase = Phase::body_until_close; break;
    }
}

Event Parser::State::next_of_length(ByteView& input) {
    if (remaining == 0) return end({});
    if (input.empty()) return NeedMore{};
    const auto piece = input.substr(0, std::min<std::uint64_t>(remaining, input.size()));
    input.remove_prefix(piece.size());
    remaining -= piece.size();
    return BodyPiece{piece};
}

Event Parser::State::next_chunked(ByteView& input) {
    return std::visit(Overload{
                          [](NeedMore step) -> Event { return step; },
                          [](BodyPiece step) -> Event { return step; },
                          [this](MessageEnd&& step) { return end(std::move(step.trailers)); },
                          [this](Malformed&& step) { return fail(std::move(step)); },
                      },
                      chunked.next(input));
}

Event Parser::State::next_until_close(ByteView& input) {
    if (input.empty()) return NeedMore{};
    return BodyPiece{std::exchange(input, {})};
}

Event Parser::State::end(Fields trailers) {
    phase = after_end;
    return MessageEnd{std::move(trailers)};
}

Event Parser::State::fail(Malformed rule) {
    failure = std::move(rule);
    phase = Phase::failed;
    return failure;
}

Parser::Parser(Kind kind, Strictness strictness, HttpLimits limits)
    : state_{std::make_unique<State>(kind, strictness, limits)} {}
Parser::~Parser() = default;
Parser::Parser(Parser&&) noexcept = default;
Parser& Parser::operator=(Parser&&) noexcept = default;

void Parser::expect(std::string method) { state_->answered_method = std::move(method); }

Event Parser::next(ByteView& input) { return state_->next(input); }

Event Parser::finish() {
    using Phase = State::Phase;
    switch (state_->phase) {
        case Phase::head:
            if (!state_->head.has_begun()) return NeedMore{};
            return state_->fail({"incomplete head (RFC 9112, 8)"});
        case Phase::body_of_length:
            if (state_->remaining == 0) return state_->end({});
            return state_->fail({"body shorter than Content-Length (RFC 9112, 8)"});
        case Phase::body_chunked: return state_->fail({"incomplete chunked body (RFC 9112, 8)"});
        case Phase::body_until_close:
        case Phase::end_due: return state_->end({});
        case Phase::switched: return NeedMore{};
        case Phase::failed: return state_->failure;
    }
    std::unreachable();
}

bool Parser::skip(std::uint64_t bytes) {
    using Phase = State::Phase;
    if (bytes == 0) return state_->phase != Phase::failed;
    switch (state_->phase) {
        case Phase::body_of_length:
            if (bytes > state_->remaining) break;
            state_->remaining -= bytes;
            return true;
        case Phase::body_chunked:
            if (!state_->chunked.skip(bytes)) break;
            return true;
        case Phase::body_until_close:
        case Phase::switched: return true;
        case Phase::head:
        case Phase::end_due:
        case Phase::failed: break;
    }
    state_->fail({"lost bytes inside message framing"});
    return false;
}

ByteView Parser::unfinished_head() const { return state_->head.unfinished(); }

bool Parser::is_between_messages() const {
    return state_->phase == State::Phase::head && !state_->head.has_begun();
}

}  // namespace shadowdiff::http
