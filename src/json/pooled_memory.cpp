// SPDX-License-Identifier: Apache-2.0
#include "json/pooled_memory.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace shadowdiff::json {

namespace {

constexpr std::size_t blocks_max = 8;               // for two answers: tapes and hashes
constexpr std::size_t block_bytes_max = 4 << 20;    // the tape of 1 MB; longer ones are given back
constexpr std::size_t block_bytes_least = 4 << 10;  // so that short texts fit any block

/// Stands before the memory that is lent.
struct alignas(std::max_align_t) Block {
    std::size_t bytes;  // without this
};

/// One thread's blocks that nobody uses. Nothing may be taken or given once the thread ends.
struct Pool {
    std::array<Block*, blocks_max> blocks{};
    std::size_t count = 0;
    bool is_closed = false;
};
constinit thread_local Pool pool;

struct Closer {
    ~Closer() {
        for (std::size_t i = 0; i < pool.count; ++i) ::operator delete(pool.blocks[i]);
        pool.count = 0;
        pool.is_closed = true;
    }
};

/// The shortest block that is long enough; no block is lent for much less than its length.
Block* find_block(std::size_t bytes) {
    std::size_t found = pool.count;
    for (std::size_t i = 0; i < pool.count; ++i) {
        const auto length = pool.blocks[i]->bytes;
        const bool fits = length >= bytes && length / 4 <= std::max(bytes, block_bytes_least);
        if (fits && (found == pool.count || length < pool.blocks[found]->bytes)) found = i;
    }
    if (found == pool.count) return nullptr;
    auto* const block = pool.blocks[found];
    pool.blocks[found] = pool.blocks[--pool.count];
    return block;
}

}  // namespace

void* take_memory(std::size_t bytes) {
    auto* block = find_block(bytes);
    if (block == nullptr) {
        bytes = std::max(bytes, block_bytes_least);
        block = ::new (::operator new(sizeof(Block) + bytes)) Block{bytes};
    }
    return block + 1;
}

void give_back_memory(void* memory) noexcept {
    auto* const block = static_cast<Block*>(memory) - 1;
    if (!pool.is_closed && block->bytes <= block_bytes_max) {
        thread_local const Closer closer;  // at the thread's first use
        static_cast<void>(&closer);
        if (pool.count == blocks_max) {  // the oldest one goes
            ::operator delete(pool.blocks[0]);
            std::ranges::move(pool.blocks.begin() + 1, pool.blocks.end(), pool.blocks.begin());
            --pool.count;
        }
        pool.blocks[pool.count++] = block;
        return;
    }
    ::operator delete(block);
}

}  // namespace shadowdiff::json
