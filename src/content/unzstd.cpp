// SPDX-License-Identifier: Apache-2.0
#include "content/unzstd.hpp"

#include <fmt/format.h>
#include <zstd.h>
#include <zstd_errors.h>

#include <utility>

namespace shadowdiff::content {
namespace {

constexpr int window_log_max = 23;

}  // namespace

void Unzstd::Close::operator()(ZSTD_DCtx_s* context) const { ZSTD_freeDCtx(context); }

Unzstd::Unzstd(const ContentLimits& limits) : bounds_{limits}, context_{ZSTD_createDCtx()} {
    ZSTD_DCtx_setParameter(context_.get(), ZSTD_d_windowLogMax, window_log_max);
}

ByteView Unzstd::next(std::uint64_t coded_bytes) {
    // A frame without content decodes to nothing and is not the end of what was offered.
    while (!undecodable_ && (!rest_.empty() || may_hold_more_)) {
        const auto piece = decode_some();
        if (auto over = bounds_.add_unlimited_ratio(piece.size(), coded_bytes)) {
            fail(std::move(*over));
            return {};
        }
        if (!piece.empty()) return piece;
    }
    return {};
}

ByteView Unzstd::decode_some() {
    ZSTD_inBuffer input{rest_.data(), rest_.size(), 0};
    ZSTD_outBuffer output{chunk_.data(), chunk_.size(), 0};
    const auto left = ZSTD_decompressStream(context_.get(), &output, &input);
    if (ZSTD_isError(left)) {
        const bool is_no_frame = ZSTD_getErrorCode(left) == ZSTD_error_prefix_unknown;
        fail({any_frame_ended_ && is_no_frame ? "bytes after the end of the stream"
                                              : ZSTD_getErrorName(left)});
        return {};
    }
    rest_.remove_prefix(input.pos);
    may_hold_more_ = output.pos == chunk_.size() && left != 0;
    at_frame_end_ = left == 0;
    any_frame_ended_ |= at_frame_end_;
    return {chunk_.data(), output.pos};
}

void Unzstd::fail(Undecodable undecodable) {
    undecodable.why.insert(0, "zstd: ");
    undecodable_ = std::move(undecodable);
    rest_ = {};
}

std::expected<void, Undecodable> Unzstd::finish() const {
    if (undecodable_) return std::unexpected{*undecodable_};
    if (at_frame_end_ && rest_.empty()) return {};
    return std::unexpected{Undecodable{"zstd: the stream ends early"}};
}

}  // namespace shadowdiff::content
