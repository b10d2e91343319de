// SPDX-License-Identifier: Apache-2.0
#include "pipeline/stages/books.hpp"

#include <chrono>
#include <ranges>
#include <utility>

namespace shadowdiff::pipeline {
namespace {

const std::string other_routes = "(other)";
constexpr std::size_t lines_max = 64;     // of one route; more minutes at a time go to a table
constexpr std::size_t statuses_max = 64;  // of one route, of both legs; further ones are one

store::LeftOutRow row_of(const http::ExchangeId& id, const Settlement& settlement) {
    using std::chrono::microseconds;
    const auto seen_at = std::chrono::floor<microseconds>(settlement.seen_at);
    return {id, seen_at.time_since_epoch().count(), settlement.route, settlement.verdict,
            settlement.reason};
}

}  // namespace

void Books::settle(const Settlement& settlement) {
    const std::lock_guard lock{mutex_};
    count(settlement);
}

// Two requests of one id have one row, and it is the other one's.
void Books::leave_out(const http::ExchangeId& id, const Settlement& settlement) {
    const bool has_row = settlement.reason != Reason::repeated_id;
    std::unique_lock lock{mutex_};
    const auto has_room = [&] { return left_out_.size() < left_out_max_; };
    if (has_row && waits_for_page_) page_taken_.wait(lock, has_room);
    count(settlement);
    if (!has_row) return;
    if (has_room()) {
        left_out_.push_back(row_of(id, settlement));
    } else {
        ++unwritten_;
    }
}

void Books::count(const Settlement& s) {
    const auto minute =
        std::chrono::floor<std::chrono::minutes>(s.seen_at).time_since_epoch().count();
    if (settled_ == ledger_.seen()) note_seen();
    ledger_.settle(s.verdict, s.reason);
    ++settled_;
    auto& [route, counts] = counts_of(s.route);
    if (s.legacy_status != 0) count_status(counts.statuses, http::Leg::legacy, s.legacy_status, 1);
    if (s.candidate_status != 0) {
        count_status(counts.statuses, http::Leg::candidate, s.candidate_status, 1);
    }
    auto& lines = counts.lines;
    for (auto& line : lines | std::views::reverse) {
        if (line.minute != minute || line.verdict != s.verdict || line.reason != s.reason ||
            line.severity != s.severity) {
            continue;
        }
        ++line.n;
        return;
    }
    if (lines.size() == lines_max) fold(route, lines);
    lines.push_back({minute, s.verdict, s.reason, s.severity, 1});
}

void Books::note_seen() { ledger_.see(seen_.load(std::memory_order_relaxed) - ledger_.seen()); }

void Books::count_status(std::vector<StatusCount>& statuses, http::Leg leg, std::uint16_t status,
                         std::uint64_t n) {
    for (auto& known : statuses) {
        if (known.leg != leg || known.status != status) continue;
        known.n += n;
        return;
    }
    if (statuses.size() < statuses_max) return statuses.push_back({leg, status, n});
    if (status != 0) return count_status(statuses, leg, 0, n);
    statuses.push_back({leg, status, n});
}

Books::RouteCounts& Books::counts_of(const std::string& route) {
    const auto found = counts_.find(route);
    if (found != counts_.end()) return *found;
    return *counts_.try_emplace(counts_.size() < routes_max_ ? route : other_routes).first;
}

void Books::fold(const std::string& route, std::vector<Line>& lines) {
    for (const auto& line : lines) {
        tally_[TallyKey{line.minute, route, name(line.verdict), name(line.reason),
                        name(line.severity)}] += line.n;
    }
    lines.clear();
}

void Books::set_coverage(const Coverage& coverage) {
    const std::lock_guard lock{mutex_};
    coverage_ = coverage;
}

void Books::fail(http::Leg leg, const std::string& route, const http::Failure& failure) {
    const std::lock_guard lock{mutex_};
    auto& failures = failures_[{leg, failure.failure_class}];
    if (failures.n++ == 0) failures.first_detail = failure.detail;
    auto& routes = failures.routes;
    ++routes[routes.size() < routes_max_ || routes.contains(route) ? route : other_routes];
}

Page Books::take_page() {
    const std::lock_guard lock{mutex_};
    note_seen();
    Page page{ledger_.seen(), coverage_, {}};
    for (auto& [route, counts] : counts_) {
        fold(route, counts.lines);
        for (const auto& [leg, status, n] : counts.statuses) {
            page.leg_statuses.push_back({route, std::string{name(leg)}, status, n});
        }
        counts.statuses.clear();
    }
    page.tally.reserve(tally_.size());
    for (const auto& [key, n] : tally_) {
        const auto& [minute, route, verdict, reason, severity] = key;
        page.tally.push_back({minute, route, verdict, reason, severity, n});
    }
    tally_.clear();
    page.dimensions = dimensions_.take();
    page.left_out.swap(left_out_);
    page.unwritten = std::exchange(unwritten_, 0);
    page_taken_.notify_all();
    for (const auto& [leg_and_class, failures] : failures_) {
        const auto& [leg, failure_class] = leg_and_class;
        for (const auto& [route, n] : failures.routes) {
            page.leg_failures.push_back(
                {std::string{name(leg)}, route, std::string{name(failure_class)}, n});
        }
    }
    return page;
}

void Books::put_back(const store::Batch& unwritten) {
    dimensions_.put_back(unwritten.dimensions);
    const std::lock_guard lock{mutex_};
    for (const auto& row : unwritten.tally) {
        tally_[TallyKey{row.minute, row.route, row.verdict, row.reason, row.severity}] += row.n;
    }
    for (const auto& row : unwritten.leg_statuses) {
        const auto leg =
            row.leg == name(http::Leg::legacy) ? http::Leg::legacy : http::Leg::candidate;
        count_status(counts_of(row.route).second.statuses, leg, row.status, row.n);
    }
}

judge::Ledger Books::ledger() const {
    const std::lock_guard lock{mutex_};
    auto ledger = ledger_;
    ledger.see(seen_.load(std::memory_order_relaxed) - ledger.seen());
    return ledger;
}

Coverage Books::coverage() const {
    const std::lock_guard lock{mutex_};
    return coverage_;
}

Failures Books::failures() const {
    const std::lock_guard lock{mutex_};
    return failures_;
}

}  // namespace shadowdiff::pipeline
