// SPDX-License-Identifier: Apache-2.0
// Brotli (RFC 7932) as a stream, in bounded memory: a window of at most 16 MiB.
#pragma once

#include "content/output_bounds.hpp"

#include <array>
#include <expected>
#include <memory>

struct BrotliDecoderStateStruct;

namespace shadowdiff::content {

/// Used as Inflater is. One stream has no checksum: what is cut is seen, what is changed may not.
class Unbrotli {
public:
    explicit Unbrotli(const ContentLimits& limits);

    void offer(ByteView piece) { rest_ = piece; }
    ByteView next(std::uint64_t coded_bytes);
    bool is_broken() const { return undecodable_.has_value(); }
    bool has_trailing() const { return trailing_ > 0; }
    std::expected<void, Undecodable> finish() const;

private:
    struct Close {
        void operator()(BrotliDecoderStateStruct* state) const;
    };

    ByteView decode_some();
    void fail(Undecodable undecodable);

    OutputBounds bounds_;
    std::unique_ptr<BrotliDecoderStateStruct, Close> state_;
    ByteView rest_;
    bool has_ended_ = false;
    std::uint64_t trailing_ = 0;
    std::optional<Undecodable> undecodable_;
    std::array<char, 32 << 10> chunk_;
};

}  // namespace shadowdiff::content
