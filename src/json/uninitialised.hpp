// SPDX-License-Identifier: Apache-2.0
// An allocator for vectors that are resized and then written: resize() does not fill them first.
#pragma once

#include <memory>
#include <new>
#include <utility>

namespace shadowdiff::json {

template <class T>
struct UninitialisedAllocator : std::allocator<T> {
    template <class U>
    struct rebind {
        using other = UninitialisedAllocator<U>;
    };
    template <class U>
    void construct(U* place) noexcept {
        ::new (static_cast<void*>(place)) U;
    }
    template <class U, class... Arguments>
    void construct(U* place, Arguments&&... arguments) {
        std::construct_at(place, std::forward<Arguments>(arguments)...);
    }
};

}  // namespace shadowdiff::json
