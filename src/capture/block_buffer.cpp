// SPDX-License-Identifier: Apache-2.0
#include "capture/block_buffer.hpp"

#include <cstring>
#include <utility>

namespace shadowdiff::capture {

BlockBuffer::BlockBuffer(std::unique_ptr<ByteSource> source, std::size_t bytes)
    : source_{std::move(source)},
      capacity_{bytes},
      block_{std::make_unique_for_overwrite<char[]>(bytes)} {}

Reading BlockBuffer::fill(std::size_t bytes) {
    make_room(bytes);
    while (size() < bytes) {
        const auto read = source_->read({block_.get() + end_, capacity_ - end_});
        if (read.reading == Reading::ended && size() > 0) return Reading::cut;
        if (read.reading != Reading::done) return read.reading;
        end_ += read.bytes;
    }
    return Reading::done;
}

void BlockBuffer::make_room(std::size_t bytes) {
    if (bytes > capacity_) {
        auto larger = std::make_unique_for_overwrite<char[]>(bytes);
        std::memcpy(larger.get(), data(), size());
        block_ = std::move(larger);
        capacity_ = bytes;
    } else if (begin_ + bytes > capacity_ || begin_ == end_) {
        std::memmove(block_.get(), data(), size());
    } else {
        return;
    }
    end_ -= begin_;
    begin_ = 0;
}

void BlockBuffer::wrap(const Wrap& wrapped) {
    source_ = wrapped(std::move(source_), Bytes{view()});
    begin_ = end_ = 0;
}

}  // namespace shadowdiff::capture
