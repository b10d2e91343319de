// SPDX-License-Identifier: Apache-2.0
#include "pipeline/capture/cpu_budget.hpp"

#include "reassembly/connection_key.hpp"
#include "reassembly/stream.hpp"

#include <algorithm>
#include <chrono>

namespace shadowdiff::pipeline {
namespace {

using namespace std::chrono_literals;

constexpr Duration period = 1s;
constexpr double calm = 0.8;                    // of the budget: below it the share may rise
constexpr std::size_t remembered_max = 65'536;  // then all are forgotten: some count twice

}  // namespace

std::uint32_t next_share(std::uint32_t share, double budget, Duration used, Duration elapsed) {
    if (elapsed <= Duration::zero()) return share;
    const double load = static_cast<double>(used.count()) / static_cast<double>(elapsed.count());
    if (load > budget) {
        const auto fitting = static_cast<std::uint32_t>(share * (budget / load));
        return std::clamp<std::uint32_t>(fitting, 1, std::max(share, 2U) - 1);
    }
    if (load < calm * budget) return std::min(whole_share, share + std::max(share / 8, 1U));
    return share;
}

void Shedder::measure(Duration cpu, Duration wall) {
    if (last_ && wall - last_->wall < period) return;
    if (last_) share_ = next_share(share_, budget_, cpu - last_->cpu, wall - last_->wall);
    lowest_share_ = std::min(lowest_share_, share_);
    last_ = {cpu, wall};
}

Shedder::Fate Shedder::fate(const frames::Segment& segment, reassembly::Acquaintance acquaintance) {
    using reassembly::Acquaintance;
    if (lowest_share_ == whole_share) return {};
    const auto key = reassembly::key_of(segment.source, segment.destination).key;
    const auto hash = reassembly::ConnectionHash{seed_}(key);
    const auto part = hash % whole_share;
    // Late packets of a connection that has ended are no connection of their own.
    if (acquaintance == Acquaintance::closed && !segment.flags.syn) return {};
    const bool is_open = acquaintance == Acquaintance::open;
    const bool begins = segment.flags.syn && !segment.flags.ack;
    if (part < share_ && (part < lowest_share_ || is_open || begins)) return {};
    if (!is_open && !is_new(hash, segment)) return {.is_let_in = false};
    if (is_open) shed_.insert_or_assign(hash, segment.sequence);
    ++shed_count_;
    return {.is_let_in = false, .is_newly_shed = true};
}

// Acknowledgements and resets alone open no connection, here as in reassembly.
bool Shedder::is_new(std::uint64_t hash, const frames::Segment& segment) {
    const bool begins = segment.flags.syn && !segment.flags.ack;
    if (segment.flags.rst || (!begins && !reassembly::carries_data(segment))) return false;
    if (shed_.size() >= remembered_max && !shed_.contains(hash)) shed_.clear();
    const auto [known, inserted] = shed_.try_emplace(hash, segment.sequence);
    if (inserted) return true;
    if (!begins || known->second == segment.sequence) return false;
    known->second = segment.sequence;
    return true;
}

}  // namespace shadowdiff::pipeline
