// SPDX-License-Identifier: Apache-2.0
// Splits one direction's bytes into messages (RFC 9112): where a head ends, what of the body is
// there, where the message ends. Looks at no more of a head than framing needs; pure, no I/O.
#pragma once

#include "base/limits.hpp"
#include "http/chunked.hpp"
#include "http/head_scan.hpp"
#include "http/parse_events.hpp"
#include "http/section_reader.hpp"
#include "http/start_line.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <variant>

namespace shadowdiff::http {

enum class MessageKind : std::uint8_t { requests, responses };

/// Call next() until it says need_more or malformed. After malformed it takes no more bytes and
/// says the same again; after the end of a response that switches the protocol it says need_more
/// and leaves the input where it is. Every head is followed by end, also where there is no body.
class Framer {
public:
    enum class Step : std::uint8_t { need_more, head, body, end, malformed };

    Framer(MessageKind kind, Strictness strictness, const HttpLimits& limits);

    /// Responses only: the method of the request that the next response answers, which decides
    /// whether it has a body. Must be known before the response's head is complete. It holds for
    /// interim responses too, and is forgotten with the final one.
    void expect(ByteView method) { answered_method_ = deciding_method(method); }

    /// What was used is taken from the front of `input`.
    Step next(ByteView& input);

    /// The peer closed its direction: end when the body was framed by close, malformed when a
    /// message was cut, need_more when nothing was under way.
    Step finish();

    /// `bytes` of the stream will never come. True when the framer can go on: the gap lies inside a
    /// body of known length, in the data of one chunk, or in a body that ends at close. Otherwise
    /// it takes no more bytes. A gap of zero bytes harms nothing.
    bool skip(std::uint64_t bytes);

    /// What it holds of framing that is not complete.
    std::size_t waiting_bytes() const {
        return section_.waiting_bytes() + (chunked_ ? chunked_->waiting_bytes() : 0);
    }

    bool is_between_messages() const { return phase_ == Phase::head && !section_.has_begun(); }

    /// After head: true where nothing follows it. Then its end is taken, and next() does not say
    /// it.
    bool take_end_behind_head() {
        if (phase_ != Phase::end_due) return false;
        end();
        return true;
    }

    /// After head: whether the body's length is known and `input` begins with all of it.
    bool is_whole_in(ByteView input) const {
        return phase_ == Phase::body_of_length && remaining_ <= input.size();
    }
    /// Then: takes it and its end, and next() says neither.
    ByteView take_whole_body(ByteView& input) {
        const auto body = input.substr(0, std::exchange(remaining_, 0));
        input.remove_prefix(body.size());
        end();
        return body;
    }

    // After head, until the next call; all views are into head().
    ByteView head() const { return head_; }  // with its empty line
    const RequestLine& request_line() const { return request_line_; }
    const StatusLine& status_line() const { return status_line_; }
    const HeadScan& scan() const { return scan_; }
    Framing framing() const { return plan_.framing; }
    bool is_interim() const { return is_interim_; }
    bool switches_protocol() const { return switches_; }
    Request take_request();
    Response take_response();

    // After body: a piece, and how many bytes will follow it as far as that is known.
    ByteView piece() const { return piece_; }
    std::uint64_t remaining() const { return remaining_; }
    /// The piece is all of a body whose length is known.
    bool is_whole_body() const {
        return plan_.framing == Framing::length && piece_.size() == plan_.length;
    }
    // After end.
    Fields take_trailers() { return std::exchange(trailers_, {}); }
    // After malformed.
    const Malformed& failure() const { return failure_; }

    /// What was taken of a head that is not complete, or was malformed: its first line may still
    /// say what it was. Borrowed from the input of the last next(), or from the framer.
    ByteView unfinished_head() const;

private:
    enum class Phase : std::uint8_t {
        head,
        body_of_length,
        body_chunked,
        body_until_close,
        end_due,   // the message is complete, end not yet said
        switched,  // what follows is not HTTP/1
        failed,
    };

    Step next_head(ByteView& input);
    Step begin_message();
    std::optional<Malformed> parse_whole();
    std::optional<Malformed> read_start_line();
    std::optional<Malformed> make_plan();
    Step next_of_length(ByteView& input);
    Step next_chunked(ByteView& input);
    Step end();
    Step fail(const Malformed& rule);

    // What is seldom needed stands in front: a message touches what stands together behind it.
    Malformed failure_;
    std::unique_ptr<ChunkedReader> chunked_;
    std::variant<std::monostate, Request, Response> whole_;  // where a full parse was needed
    MessageKind kind_;
    Strictness strictness_;
    Phase phase_ = Phase::head;
    Phase after_end_ = Phase::head;
    bool is_head_refused_ = false;  // head() is of no use but to say what it was
    bool is_interim_ = false;
    bool switches_ = false;
    SectionReader section_;
    std::uint64_t remaining_ = 0;  // of a body of known length
    ByteView answered_method_;
    ByteView head_;
    HeadScan scan_;
    RequestLine request_line_;
    StatusLine status_line_;
    BodyPlan plan_;
    ByteView piece_;
    Fields trailers_;
    HttpLimits limits_;
};

}  // namespace shadowdiff::http
