// SPDX-License-Identifier: Apache-2.0
// Counts what one connection loses or sets aside, and says where.
#pragma once

#include "base/coverage.hpp"
#include "http/sightings.hpp"

#include <array>
#include <cstdint>

namespace shadowdiff::http {

class BlindSpots {
public:
    BlindSpots(reassembly::ConnectionId connection, Coverage& coverage, Sightings& out)
        : connection_{connection}, coverage_{coverage}, out_{out} {}

    /// What follows happens at the next `bytes` of that sender's stream.
    void move_to(reassembly::Sender sender, Timestamp at, std::uint64_t bytes) {
        auto& end = ends_[static_cast<std::size_t>(sender)];
        sender_ = sender;
        at_ = at;
        offset_ = end;
        end += bytes;
    }

    void add(Blind blind, std::uint64_t amount = 1) { add_at(offset_, blind, amount); }
    /// Of the last bytes before what happens now.
    void add_before(Blind blind, std::uint64_t bytes) { add_at(offset_ - bytes, blind, bytes); }

    /// How many bytes that sender has sent so far.
    std::uint64_t end_of(reassembly::Sender sender) const {
        return ends_[static_cast<std::size_t>(sender)];
    }

private:
    void add_at(std::uint64_t offset, Blind blind, std::uint64_t amount) {
        if (amount == 0) return;
        coverage_.add(blind, amount);
        out_.emplace_back(BlindSpot{connection_, at_, sender_, offset, blind, amount});
    }

    reassembly::ConnectionId connection_;
    Coverage& coverage_;
    Sightings& out_;
    std::array<std::uint64_t, 2> ends_{};  // by Sender
    reassembly::Sender sender_ = reassembly::Sender::initiator;
    Timestamp at_;
    std::uint64_t offset_ = 0;
};

}  // namespace shadowdiff::http
