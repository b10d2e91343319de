// SPDX-License-Identifier: Apache-2.0
#include "http/kept_texts.hpp"

#include <algorithm>
#include <cstring>
#include <new>

namespace shadowdiff::http {

// The texts follow it in its memory.
struct KeptTexts::Block {
    Block* before = nullptr;
    std::size_t size = 0;
    std::size_t used = 0;

    char* texts() { return reinterpret_cast<char*>(this + 1); }
    std::size_t room() const { return size - used; }
};

void KeptTexts::Free::operator()(Block* last) const {
    while (last != nullptr) {
        auto* before = last->before;
        ::operator delete(last);
        last = before;
    }
}

void KeptTexts::reserve(std::size_t bytes) {
    if (last_ && last_->room() >= bytes) return;
    auto* block = new (::operator new(sizeof(Block) + bytes)) Block;
    block->before = last_.release();
    block->size = bytes;
    last_.reset(block);
}

ByteView KeptTexts::keep(ByteView text) {
    constexpr std::size_t block_min = 256;
    constexpr std::size_t doubled_max = 4'096;
    if (text.empty()) return {};
    if (!last_ || last_->room() < text.size()) {
        const auto doubled = last_ ? std::min(2 * last_->size, doubled_max) : 0;
        reserve(std::max({text.size(), doubled, block_min}));
    }
    auto* place = last_->texts() + last_->used;
    std::memcpy(place, text.data(), text.size());
    last_->used += text.size();
    return {place, text.size()};
}

}  // namespace shadowdiff::http
