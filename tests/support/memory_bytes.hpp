// SPDX-License-Identifier: Apache-2.0
// A savefile in memory, read in pieces of a given size, as a pipe gives them.
#pragma once

#include "base/bytes.hpp"
#include "capture/byte_source.hpp"

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <utility>

namespace shadowdiff::test {

class MemoryBytes final : public capture::ByteSource {
public:
    /// With `hesitates`, nothing is there yet before each piece.
    explicit MemoryBytes(Bytes bytes, std::size_t piece = ~std::size_t{0}, bool hesitates = false)
        : bytes_{std::move(bytes)}, piece_{piece}, hesitates_{hesitates} {}

    Read read(std::span<char> into) override {
        if (hesitates_ && (waits_ = !waits_)) return {capture::Reading::not_yet};
        const auto count = std::min({piece_, into.size(), bytes_.size() - at_});
        if (count == 0) return {capture::Reading::ended};
        std::memcpy(into.data(), bytes_.data() + at_, count);
        at_ += count;
        return {capture::Reading::done, count};
    }
    std::string why() const override { return ""; }

private:
    Bytes bytes_;
    std::size_t piece_;
    bool hesitates_;
    bool waits_ = false;
    std::size_t at_ = 0;
};

}  // namespace shadowdiff::test
