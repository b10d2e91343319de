// SPDX-License-Identifier: Apache-2.0
#include "capture/gunzip.hpp"

#include <zlib.h>

#include <algorithm>
#include <limits>
#include <utility>

namespace shadowdiff::capture {
namespace {

constexpr int gzip_wrapper = 15 + 16;  // the largest window, and gzip's header and trailer

uInt to_uint(std::size_t bytes) {
    return static_cast<uInt>(std::min<std::size_t>(bytes, std::numeric_limits<uInt>::max()));
}

class Gunzip final : public ByteSource {
public:
    explicit Gunzip(PackedBytes packed) : packed_{std::move(packed)} {
        inflateInit2(&stream_, gzip_wrapper);
    }
    Gunzip(const Gunzip&) = delete;
    Gunzip& operator=(const Gunzip&) = delete;
    ~Gunzip() override { inflateEnd(&stream_); }

    Read read(std::span<char> into) override {
        if (!broken_why_.empty()) return {Reading::broken};
        std::size_t bytes = 0;
        while (bytes == 0) {
            if (!has_more_) {
                const auto reading = packed_.need_some();
                if (reading == Reading::ended && is_inside_member_) return {Reading::cut};
                if (reading != Reading::done) return {reading};
            }
            bytes = inflate_some(into);
            if (bytes == 0 && !broken_why_.empty()) return {Reading::broken};
        }
        return {Reading::done, bytes};
    }

    std::string why() const override {
        if (!broken_why_.empty()) return broken_why_;
        const auto why = packed_.why();
        return why.empty() && is_inside_member_ ? "the gzip stream ends too early" : why;
    }

private:
    std::size_t inflate_some(std::span<char> into) {
        if (!is_inside_member_ && packed_.rest()[0] != '\x1f') {
            broken_why_ = "bytes behind the end of the gzip stream";
            return 0;
        }
        is_inside_member_ = true;
        const auto rest = packed_.rest();
        // zlib reads through a pointer to non-const and writes nothing there.
        stream_.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(rest.data()));
        stream_.avail_in = to_uint(rest.size());
        stream_.next_out = reinterpret_cast<Bytef*>(into.data());
        stream_.avail_out = to_uint(into.size());
        const int status = inflate(&stream_, Z_NO_FLUSH);
        packed_.leave(rest.size() - (to_uint(rest.size()) - stream_.avail_in));
        if (status == Z_STREAM_END) {
            inflateReset(&stream_);
            is_inside_member_ = false;
        } else if (status != Z_OK && status != Z_BUF_ERROR) {
            broken_why_ = "damaged gzip stream";
            if (stream_.msg != nullptr) broken_why_ += std::string{": "} + stream_.msg;
        }
        has_more_ = is_inside_member_ && broken_why_.empty() && stream_.avail_out == 0;
        return to_uint(into.size()) - stream_.avail_out;
    }

    PackedBytes packed_;
    z_stream stream_{};
    bool is_inside_member_ = false;
    bool has_more_ = false;   // unpacked, and there was no room for it
    std::string broken_why_;  // what was unpacked before is delivered first
};

}  // namespace

std::unique_ptr<ByteSource> make_gunzip(PackedBytes packed) {
    return std::make_unique<Gunzip>(std::move(packed));
}

}  // namespace shadowdiff::capture
