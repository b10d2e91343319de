// SPDX-License-Identifier: Apache-2.0
// The input side of a decompressor: the octets that were read already, then those of the source.
#pragma once

#include "base/bytes.hpp"
#include "capture/byte_source.hpp"

#include <cstddef>
#include <memory>

namespace shadowdiff::capture {

class PackedBytes {
public:
    PackedBytes(std::unique_ptr<ByteSource> source, Bytes beginning)
        : source_{std::move(source)}, block_{std::move(beginning)}, rest_{block_.size()} {
        if (block_.size() < block_bytes) block_.resize(block_bytes);
    }
    PackedBytes(PackedBytes&&) = default;

    /// `done` when rest() is not empty.
    Reading need_some() {
        if (rest_ > 0) return Reading::done;
        const auto read = source_->read(block_);
        begin_ = 0;
        rest_ = read.bytes;
        return read.reading;
    }
    ByteView rest() const { return {block_.data() + begin_, rest_}; }
    void leave(std::size_t bytes) {
        begin_ += rest_ - bytes;
        rest_ = bytes;
    }
    std::string why() const { return source_->why(); }

private:
    static constexpr std::size_t block_bytes = 64 << 10;

    std::unique_ptr<ByteSource> source_;
    Bytes block_;
    std::size_t begin_ = 0;
    std::size_t rest_;
};

}  // namespace shadowdiff::capture
