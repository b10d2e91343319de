// SPDX-License-Identifier: Apache-2.0
#include "capture/unzstd.hpp"

#include <fmt/format.h>
#include <zstd.h>
#include <zstd_errors.h>

#include <algorithm>
#include <bit>
#include <memory>
#include <utility>

namespace shadowdiff::capture {
namespace {

constexpr int window_log_min = 16;  // less would refuse what small files need

constexpr std::size_t frame_start_bytes = 5;  // a magic number, and what tells the header's length

struct FreeContext {
    void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
};

int window_log(std::size_t window_bytes_max) {
    return std::max(window_log_min, static_cast<int>(std::bit_width(window_bytes_max)) - 1);
}

std::string explain(std::size_t status, int window_log_max) {
    switch (ZSTD_getErrorCode(status)) {
        case ZSTD_error_prefix_unknown: return "bytes behind the end of the zstd stream";
        case ZSTD_error_frameParameter_windowTooLarge:
            return fmt::format(
                "the zstd stream needs a window over {} to unpack (try: zstd -dc --long=31 FILE | "
                "shadowdiff capture -)",
                window_log_max < 20 ? fmt::format("{} KiB", 1 << (window_log_max - 10))
                                    : fmt::format("{} MiB", 1 << (window_log_max - 20)));
        default: return std::string{"damaged zstd stream: "} + ZSTD_getErrorName(status);
    }
}

class Unzstd final : public ByteSource {
public:
    Unzstd(PackedBytes packed, std::size_t window_bytes_max)
        : packed_{std::move(packed)}, window_log_max_{window_log(window_bytes_max)} {
        ZSTD_DCtx_setParameter(context_.get(), ZSTD_d_windowLogMax, window_log_max_);
    }

    Read read(std::span<char> into) override {
        if (!broken_why_.empty()) return {Reading::broken};
        ZSTD_outBuffer out{into.data(), into.size(), 0};
        while (out.pos == 0) {
            const auto reading = packed_.need_some();
            // What is unpacked but found no room comes out without further input.
            if (reading == Reading::ended && is_inside_frame_ && flush(out)) break;
            if (reading == Reading::ended && is_inside_frame_) return {Reading::cut};
            if (reading != Reading::done) return {reading};
            const auto rest = packed_.rest();
            ZSTD_inBuffer in{rest.data(), std::min(rest.size(), wanted_bytes_), 0};
            step(out, in);
            packed_.leave(rest.size() - in.pos);
            if (out.pos == 0 && !broken_why_.empty()) return {Reading::broken};
        }
        return {Reading::done, out.pos};
    }

    std::string why() const override {
        if (!broken_why_.empty()) return broken_why_;
        const auto why = packed_.why();
        return why.empty() && is_inside_frame_ ? "the zstd stream ends too early" : why;
    }

private:
    void step(ZSTD_outBuffer& out, ZSTD_inBuffer& in) {
        const auto status = ZSTD_decompressStream(context_.get(), &out, &in);
        if (ZSTD_isError(status) != 0) {
            broken_why_ = explain(status, window_log_max_);
            return;
        }
        is_inside_frame_ = status != 0;
        wanted_bytes_ = is_inside_frame_ ? status : frame_start_bytes;
    }

    bool flush(ZSTD_outBuffer& out) {
        ZSTD_inBuffer nothing{nullptr, 0, 0};
        step(out, nothing);
        return out.pos > 0;
    }

    PackedBytes packed_;
    int window_log_max_;
    std::unique_ptr<ZSTD_DCtx, FreeContext> context_{ZSTD_createDCtx()};
    // What zstd asks for next, one block at most: an error takes all that the same call unpacked.
    std::size_t wanted_bytes_ = frame_start_bytes;
    bool is_inside_frame_ = false;
    std::string broken_why_;  // what was unpacked before is delivered first
};

}  // namespace

std::unique_ptr<ByteSource> make_unzstd(PackedBytes packed, std::size_t window_bytes_max) {
    return std::make_unique<Unzstd>(std::move(packed), window_bytes_max);
}

}  // namespace shadowdiff::capture
