// SPDX-License-Identifier: Apache-2.0
// The text of a path, made of short pieces: each is copied in place of a call.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

namespace shadowdiff::diff {

class PathText {
public:
    std::string_view text() const { return {bytes_.data(), size_}; }
    std::size_t size() const { return size_; }

    /// Back to what was its size before.
    void cut(std::size_t size) { size_ = size; }

    void add(std::string_view piece) { copy(place_for(piece.size()), piece); }
    /// "." and the name.
    void add_member(std::string_view name) {
        auto* const place = place_for(name.size() + 1);
        *place = '.';
        copy(place + 1, name);
    }

private:
    char* place_for(std::size_t bytes) {
        const auto before = size_;
        size_ += bytes;
        if (size_ > bytes_.size()) bytes_.resize(2 * size_);
        return bytes_.data() + before;
    }

    static void copy(char* to, std::string_view piece) {
        // Two words that may overlap.
        const auto copy_ends = [&]<class Word>(Word) {
            const auto last = piece.size() - sizeof(Word);
            std::memcpy(to, piece.data(), sizeof(Word));
            std::memcpy(to + last, piece.data() + last, sizeof(Word));
        };
        if (piece.size() > 16) {
            std::memcpy(to, piece.data(), piece.size());
        } else if (piece.size() >= 8) {
            copy_ends(std::uint64_t{});
        } else if (piece.size() >= 4) {
            copy_ends(std::uint32_t{});
        } else {
            for (std::size_t i = 0; i < piece.size(); ++i) to[i] = piece[i];
        }
    }

    std::vector<char> bytes_;
    std::size_t size_ = 0;
};

}  // namespace shadowdiff::diff
