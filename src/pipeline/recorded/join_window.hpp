// SPDX-License-Identifier: Apache-2.0
// What one recording has and the other has not had yet, oldest first.
#pragma once

#include "base/hash.hpp"

#include <boost/unordered/unordered_flat_map.hpp>

#include <cstddef>
#include <functional>
#include <iterator>
#include <list>
#include <optional>
#include <utility>

namespace shadowdiff::pipeline {

template <class T>
class JoinWindow {
public:
    void add(const Hash128& key, T&& recorded, std::size_t bytes) {
        bytes_ += bytes;
        if (unused_.empty()) unused_.emplace_back();
        by_age_.splice(by_age_.end(), unused_, std::prev(unused_.end()));
        auto& waiting = by_age_.back();
        waiting.key = key;
        waiting.recorded = std::move(recorded);
        waiting.bytes = bytes;
        waiting.next = nullptr;
        waiting.place = std::prev(by_age_.end());
        auto& chain = by_key_[key];
        (chain.last != nullptr ? chain.last->next : chain.first) = &waiting;
        chain.last = &waiting;
    }

    /// The oldest of that key.
    std::optional<T> take(const Hash128& key) {
        const auto chain = by_key_.find(key);
        if (chain == by_key_.end()) return std::nullopt;
        auto& waiting = *chain->second.first;
        chain->second.first = waiting.next;
        if (waiting.next == nullptr) by_key_.erase(chain);
        bytes_ -= waiting.bytes;
        std::optional<T> taken{std::move(waiting.recorded)};
        if (unused_.size() < unused_max) {
            unused_.splice(unused_.end(), by_age_, waiting.place);
        } else {
            by_age_.erase(waiting.place);
        }
        return taken;
    }

    /// The oldest of all is the oldest of its key.
    std::optional<T> take_oldest() {
        if (by_age_.empty()) return std::nullopt;
        return take(Hash128{by_age_.front().key});
    }

    std::size_t size() const { return by_age_.size(); }
    std::size_t bytes() const { return bytes_; }

private:
    struct Waiting {
        Hash128 key;
        T recorded;
        std::size_t bytes = 0;
        Waiting* next = nullptr;  // of the same key
        std::list<Waiting>::iterator place;
    };
    struct Chain {
        Waiting* first = nullptr;
        Waiting* last = nullptr;
    };

    static constexpr std::size_t unused_max = 64;

    std::list<Waiting> by_age_;
    std::list<Waiting>
        unused_;  // most wait for the next step alone, so that their places come back at once
    boost::unordered_flat_map<Hash128, Chain, std::hash<Hash128>> by_key_;
    std::size_t bytes_ = 0;
};

}  // namespace shadowdiff::pipeline
