// SPDX-License-Identifier: Apache-2.0
// The deflate family as a stream: gzip (RFC 1952), zlib (RFC 1950) and raw deflate (RFC 1951).
#pragma once

#include "content/output_bounds.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <memory>
#include <string>

struct z_stream_s;

namespace shadowdiff::content {

/// Undoes one coding, in bounded memory.
class Inflater {
public:
    /// gzip: one or more members. deflate: with the zlib wrapper, or raw as some servers send it
    /// against RFC 9110, section 8.4.1.2.
    enum class Coding : std::uint8_t { gzip, deflate };

    Inflater(Coding coding, const ContentLimits& limits);
    Inflater(const Inflater&) = delete;
    Inflater& operator=(const Inflater&) = delete;
    ~Inflater();

    /// The next bytes of the body, which must live until next() has given "".
    void offer(ByteView piece) { rest_ = piece; }
    /// The next decoded bytes, valid until the next call; "" when all that was offered is used up.
    /// `coded_bytes`: of the body as far as it is known, for the ratio.
    ByteView next(std::uint64_t coded_bytes);

    /// Nothing more is decoded.
    bool is_broken() const { return state_ == State::broken; }
    /// Bytes came behind the end, of which finish() tells the number.
    bool has_trailing() const { return trailing_ > 0; }
    /// The body ends here: nothing, or why it was not whole.
    std::expected<void, Undecodable> finish() const;

private:
    enum class State : std::uint8_t { wrapper, inflating, between_members, trailing, broken };

    bool take_two_bytes();
    void choose_wrapper();
    void begin_member_or_trail();
    ByteView inflate_some();
    void note_end(int status);
    bool is_within_bounds(std::size_t decoded_bytes, std::uint64_t coded_bytes);
    void fail(Undecodable undecodable);

    Coding coding_;
    OutputBounds bounds_;
    State state_;
    std::unique_ptr<z_stream_s> stream_;
    ByteView rest_;
    Bytes start_;  // of the stream or a member, while it decides what follows, or not yet inflated
    std::uint64_t trailing_ = 0;
    Undecodable undecodable_;
    std::array<char, 32 << 10> chunk_;
};

}  // namespace shadowdiff::content
