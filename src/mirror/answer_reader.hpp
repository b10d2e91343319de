// SPDX-License-Identifier: Apache-2.0
// The bytes of one answer -> its outcome, with every event handed on to who relays it. Pure.
#pragma once

#include "base/limits.hpp"
#include "http/body_builder.hpp"
#include "http/exchange.hpp"
#include "http/parser.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace shadowdiff::mirror {

using Outcome = std::variant<http::Response, http::Failure>;

class AnswerReader {
public:
    /// `method`: of the request that is answered. `kept` may be null, else it must outlive it.
    AnswerReader(std::string method, HttpLimits limits, http::KeptBytes* kept = nullptr);

    /// Like http::Parser::next. Call until is_done() or NeedMore.
    http::Event next(ByteView& input);
    /// For who wants no events.
    void take_all(ByteView& input);
    /// The peer closed the connection; may complete the answer.
    http::Event finish();
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
    void note(const http::Event& event);
    void note_head(const http::ResponseHead& head);
    void note_body_piece(ByteView piece);
    void complete(const http::MessageEnd& end);

    http::Parser parser_;
    http::BodyBuilder body_;
    http::Response response_;
    http::Framing framing_ = http::Framing::none;
    std::uint16_t status_ = 0;
    bool has_begun_ = false;
    bool has_head_ = false;
    bool leaves_connection_open_ = false;
    std::optional<Outcome> outcome_;
};

}  // namespace shadowdiff::mirror
