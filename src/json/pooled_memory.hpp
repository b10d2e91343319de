// SPDX-License-Identifier: Apache-2.0
// Memory for vectors that live shortly and are made again and again, each about as long as the
// last: a tape for each body. What one gives back, the next one of the thread takes; so no page is
// fetched from the kernel anew. And resize() does not fill what is written afterwards anyway.
#pragma once

#include <cstddef>
#include <memory>
#include <new>
#include <utility>

namespace shadowdiff::json {

/// Bytes that are aligned for anything. To be given back on any thread.
void* take_memory(std::size_t bytes);
void give_back_memory(void* memory) noexcept;

template <class T>
struct PooledAllocator {
    using value_type = T;

    PooledAllocator() = default;
    template <class U>
    explicit(false) PooledAllocator(const PooledAllocator<U>&) noexcept {}

    T* allocate(std::size_t count) {
        if (count > std::size_t(-1) / 2 / sizeof(T)) throw std::bad_array_new_length{};
        return static_cast<T*>(take_memory(count * sizeof(T)));
    }
    void deallocate(T* memory, std::size_t) noexcept { give_back_memory(memory); }

    template <class U>
    void construct(U* place) noexcept {
        ::new (static_cast<void*>(place)) U;
    }
    template <class U, class... Arguments>
    void construct(U* place, Arguments&&... arguments) {
        std::construct_at(place, std::forward<Arguments>(arguments)...);
    }

    template <class U>
    bool operator==(const PooledAllocator<U>&) const noexcept {
        return true;
    }
};

}  // namespace shadowdiff::json
