// SPDX-License-Identifier: Apache-2.0
// The one buffer of a savefile: a block is read into it, and packets are handed out as views into
// it. Only what a block's end cuts in two is moved.
#pragma once

#include "base/bytes.hpp"
#include "capture/byte_source.hpp"

#include <cstddef>
#include <functional>
#include <memory>
#include <string>

namespace shadowdiff::capture {

class BlockBuffer {
public:
    /// It grows for larger needs; their bound is the caller's.
    BlockBuffer(std::unique_ptr<ByteSource> source, std::size_t bytes);

    /// `done` when so many octets stand at data(); else none was lost, and one may ask again.
    /// `ended` means that none is left, `cut` that some are but too few.
    Reading need(std::size_t bytes) {
        if (size() >= bytes) [[likely]]
            return Reading::done;
        return fill(bytes);
    }

    const char* data() const { return block_.get() + begin_; }
    std::size_t size() const { return end_ - begin_; }
    ByteView view() const { return {data(), size()}; }
    void consume(std::size_t bytes) { begin_ += bytes; }

    /// Of the last `cut` or `broken`; "" for a file that just ends too early.
    std::string why() const { return source_->why(); }

    /// Puts a source before the present one (a decompressor), which gets what is buffered.
    using Wrap = std::function<std::unique_ptr<ByteSource>(std::unique_ptr<ByteSource>, Bytes)>;
    void wrap(const Wrap& wrapped);

private:
    Reading fill(std::size_t bytes);
    void make_room(std::size_t bytes);

    std::unique_ptr<ByteSource> source_;
    std::size_t capacity_;
    std::unique_ptr<char[]> block_;
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
};

}  // namespace shadowdiff::capture
