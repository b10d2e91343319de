// SPDX-License-Identifier: Apache-2.0
// Keeps capture inside a CPU budget by leaving out whole connections, chosen by a hash of their
// endpoints: a sample of connections that are whole, where dropped packets would damage all.
#pragma once

#include "base/time.hpp"
#include "frames/segment.hpp"
#include "reassembly/connections.hpp"

#include <boost/unordered/unordered_flat_map.hpp>

#include <cstdint>
#include <optional>

namespace shadowdiff::pipeline {

/// The share of connections that are let in, in parts of this.
inline constexpr std::uint32_t whole_share = 256;

/// The share for the next period, when `used` CPU time was spent in `elapsed`. Falls at once to
/// what fits the budget, rises by an eighth while less than four fifths of it are used; never under
/// one part.
std::uint32_t next_share(std::uint32_t share, double budget, Duration used, Duration elapsed);

/// Which connections are let in. Time and CPU time are arguments.
class Shedder {
public:
    /// `budget`: of one core. The seed keeps others from choosing endpoints that stay in.
    Shedder(double budget, std::uint64_t seed) : budget_{budget}, seed_{seed} {}

    /// `cpu` and `wall` since any start, once in a while: each second a share is chosen.
    void measure(Duration cpu, Duration wall);

    struct Fate {
        bool is_let_in = true;
        bool is_newly_shed = false;  // counted now, and to be ended where it is under way
    };
    /// Both directions of a connection share one fate. Once shed it stays out: when the share
    /// rises, only connections that begin then come in.
    Fate fate(const frames::Segment& segment, reassembly::Acquaintance acquaintance);

    std::uint64_t shed() const { return shed_count_; }
    std::uint32_t lowest_share() const { return lowest_share_; }

private:
    struct Reading {
        Duration cpu;
        Duration wall;
    };

    bool is_new(std::uint64_t hash, const frames::Segment& segment);

    double budget_;
    std::uint64_t seed_;
    std::uint32_t share_ = whole_share;
    std::uint32_t lowest_share_ = whole_share;
    std::optional<Reading> last_;
    std::uint64_t shed_count_ = 0;
    // Shed connections by hash, with the number of the SYN: each is counted once.
    boost::unordered_flat_map<std::uint64_t, std::uint32_t> shed_;
};

}  // namespace shadowdiff::pipeline
