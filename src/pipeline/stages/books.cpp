// SPDX-License-Identifier: Apache-2.0
#include "pipeline/stages/books.hpp"

#include <chrono>
#include <ranges>
#include <utility>

namespace shadowdiff::pipeline {
namespace {

const std::string other_routes = "(other)";
constexpr std::size_t lines_max = 64;  // of one route; more minutes at a time go to a table

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
    auto& [route, lines] = lines_of(s.route);
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

Books::RouteLines& Books::lines_of(const std::string& route) {
    const auto found = lines_.find(route);
    if (found != lines_.end()) return *found;
    return *lines_.try_emplace(lines_.size() < routes_max_ ? route : other_routes).first;
}

void Books::fold(const std::string& route, Lines& lines) {
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
    for (auto& [route, lines] : lines_) fold(route, lines);
    page.tally.reserve(tally_.size());
    for (const auto& [key, n] : tally_) {
        const auto& [minute, route, verdict, reason, severity] = key;
        page.tally.push_back({minute, route, verdict, reason, severity, n});
    }
    tally_.clear();
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

void Books::put_back(const std::vector<store::TallyRow>& tally) {
    const std::lock_guard lock{mutex_};
    for (const auto& row : tally) {
        tally_[TallyKey{row.minute, row.route, row.verdict, row.reason, row.severity}] += row.n;
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
