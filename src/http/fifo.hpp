// SPDX-License-Identifier: Apache-2.0
// A queue in one piece of memory that it keeps: most of these hold one element at a time, millions
// of times.
#pragma once

#include <cstddef>
#include <vector>

namespace shadowdiff::http {

template <class T>
class Fifo {
public:
    bool empty() const { return first_ == elements_.size(); }
    std::size_t size() const { return elements_.size() - first_; }
    T& front() { return elements_[first_]; }
    T& back() { return elements_.back(); }
    const T& back() const { return elements_.back(); }
    auto begin() { return elements_.begin() + static_cast<std::ptrdiff_t>(first_); }
    auto end() { return elements_.end(); }
    auto begin() const { return elements_.begin() + static_cast<std::ptrdiff_t>(first_); }
    auto end() const { return elements_.end(); }

    T& emplace_back() {
        // Once half of the memory is behind the front, moving what is left costs less than it won.
        if (elements_.size() == elements_.capacity() && first_ > size()) {
            elements_.erase(elements_.begin(), begin());
            first_ = 0;
        }
        return elements_.emplace_back();
    }
    void pop_front() {
        if (size() == 1) return clear();
        elements_[first_++] = T{};
    }
    void clear() {
        elements_.clear();
        first_ = 0;
    }

private:
    std::vector<T> elements_;
    std::size_t first_ = 0;
};

}  // namespace shadowdiff::http
