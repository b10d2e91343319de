// SPDX-License-Identifier: Apache-2.0
// Zstandard (RFC 8878) as a stream of frames, in bounded memory.
#pragma once

#include "content/output_bounds.hpp"

#include <array>
#include <expected>
#include <memory>

struct ZSTD_DCtx_s;

namespace shadowdiff::content {

/// Used as Inflater is. A window beyond 8 MiB is refused, as RFC 9659 asks of this coding.
class Unzstd {
public:
    explicit Unzstd(const ContentLimits& limits);

    void offer(ByteView piece) { rest_ = piece; }
    ByteView next(std::uint64_t coded_bytes);
    bool is_broken() const { return undecodable_.has_value(); }
    /// Bytes behind the last frame cannot be told from a damaged next one: they break the stream.
    bool has_trailing() const { return false; }
    std::expected<void, Undecodable> finish() const;

private:
    struct Close {
        void operator()(ZSTD_DCtx_s* context) const;
    };

    ByteView decode_some();
    void fail(Undecodable undecodable);

    OutputBounds bounds_;
    std::unique_ptr<ZSTD_DCtx_s, Close> context_;
    ByteView rest_;
    bool may_hold_more_ = false;  // the last call filled the chunk
    bool at_frame_end_ = false;
    bool any_frame_ended_ = false;
    std::optional<Undecodable> undecodable_;
    std::array<char, 32 << 10> chunk_;
};

}  // namespace shadowdiff::content
