// SPDX-License-Identifier: Apache-2.0
// What one event makes known, and the memory of what nobody kept of it. Most sightings are looked
// at and dropped: memory used again saves its allocation, and is in the cache.
#pragma once

#include "http/wire_sighting.hpp"

#include <cstddef>
#include <span>
#include <utility>
#include <vector>

namespace shadowdiff::http {

class Sightings {
public:
    template <class... Arguments>
    void emplace_back(Arguments&&... arguments) {
        told_.emplace_back(std::forward<Arguments>(arguments)...);
    }
    void push_back(WireSighting sighting) { told_.push_back(std::move(sighting)); }

    /// Until clear(); values may be moved out of it.
    std::span<WireSighting> all() { return told_; }

    void clear() {
        for (auto& sighting : told_) take_back(sighting);
        told_.clear();
    }

    Bytes copy_head(ByteView head) { return heads_.copy(head); }
    Bytes copy_body(ByteView body) { return bodies_.copy(body); }

private:
    class Spare {
    public:
        Bytes copy(ByteView bytes) {
            // Whoever keeps the copy keeps all its memory, and counts no more than what is in it.
            constexpr std::size_t unused_max = 256;
            const auto room = memory_.capacity();
            const bool is_fit = room >= bytes.size() && room <= 2 * bytes.size() + unused_max;
            if (!is_fit) return Bytes{bytes};
            Bytes copied{std::move(memory_)};
            memory_.clear();
            copied.append(bytes);
            return copied;
        }
        void take_back(Bytes& bytes) {
            constexpr std::size_t bytes_max = 64 << 10;
            const auto capacity = bytes.capacity();
            const bool was_moved_out = capacity == Bytes{}.capacity();
            if (was_moved_out || capacity > bytes_max) return;
            bytes.clear();
            memory_ = std::move(bytes);
        }

    private:
        Bytes memory_;
    };

    void take_back(WireSighting& sighting) {
        if (auto* request = std::get_if<WireRequest>(&sighting)) heads_.take_back(request->head);
        if (auto* answer = std::get_if<WireAnswer>(&sighting)) {
            heads_.take_back(answer->head);
            bodies_.take_back(answer->body.bytes);
        }
    }

    std::vector<WireSighting> told_;
    Spare heads_;
    Spare bodies_;
};

}  // namespace shadowdiff::http
