// SPDX-License-Identifier: Apache-2.0
// Buffers to read into. A connection holds one only while it has something unread, so that
// thousands of idle ones cost little.
#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

namespace shadowdiff::mirror {

class ReadBuffers {
public:
    static constexpr std::size_t bytes = 32 << 10;
    using Buffer = std::array<char, bytes>;

    std::unique_ptr<Buffer> take() {
        if (free_.empty()) return std::make_unique_for_overwrite<Buffer>();
        auto buffer = std::move(free_.back());
        free_.pop_back();
        return buffer;
    }
    void give_back(std::unique_ptr<Buffer> buffer) {
        if (buffer && free_.size() < free_max) free_.push_back(std::move(buffer));
    }

private:
    static constexpr std::size_t free_max = 512;  // 16 MB
    std::vector<std::unique_ptr<Buffer>> free_;   // the one used last, which the cache holds, first
};

}  // namespace shadowdiff::mirror
