// SPDX-License-Identifier: Apache-2.0
// The bytes of one answer -> its outcome, with every step told to who relays it. Pure.
#pragma once

#include "base/limits.hpp"
#include "http/body_builder.hpp"
#include "http/exchange.hpp"
#include "http/framer.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace shadowdiff::mirror {

using Outcome = std::variant<http::Response, http::Failure>;

class AnswerReader {
public:
    /// `method`: of the request that is answered. `kept` may be null, else it must outlive it.
    AnswerReader(std::string_view method, const HttpLimits& limits,
                 http::KeptBytes* kept = nullptr);

    /// For who passes it on and wants no outcome with it. To be said before its first byte.
    void keep_no_body() { body_.reset(); }

    using Step = http::Framer::Step;

    /// Like http::Framer::next. Call until is_done() or need_more.
    Step next(ByteView& input);
    /// For who wants no steps.
    void take_all(ByteView& input);
    /// The peer closed the connection; may complete the answer.
    Step finish();

    // After head: of an interim answer, too.
    const http::Response& head() const { return response_; }  // its body comes with the outcome
    http::Framing framing() const { return framer_.framing(); }
    bool is_interim() const { return framer_.is_interim(); }
    bool switches_protocol() const { return framer_.switches_protocol(); }
    // After body, until the next call.
    ByteView piece() const { return framer_.piece(); }
    // After the end of a complete answer.
    const http::Fields& trailers() const { return std::get<http::Response>(*outcome_).trailers; }

    /// The answer ends here for that reason, which keeps the status that was seen.
    void fail(http::FailureClass failure_class, std::string detail);

    bool is_done() const { return outcome_.has_value(); }
    bool has_begun() const { return has_begun_; }  // a byte came
    bool has_head() const { return has_head_; }    // the final head, not an interim one
    std::uint16_t status() const { return status_; }
    /// Complete, and its connection can carry another request.
    bool leaves_connection_open() const { return leaves_connection_open_; }
    /// Nothing while it is under way, and when it is complete.
    std::optional<http::FailureClass> failure_class() const;
    Outcome take_outcome();

private:
    void note(Step step);
    void note_head();
    void note_body_piece();
    void note_end();

    http::Framer framer_;
    std::optional<http::BodyBuilder> body_;
    http::Response response_;
    std::uint16_t status_ = 0;
    bool has_begun_ = false;
    bool has_head_ = false;
    bool leaves_connection_open_ = false;
    std::optional<Outcome> outcome_;
};

}  // namespace shadowdiff::mirror
