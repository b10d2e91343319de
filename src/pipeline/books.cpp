// SPDX-License-Identifier: Apache-2.0
#include "pipeline/books.hpp"

#include <chrono>

namespace shadowdiff::pipeline {
namespace {

const std::string other_routes = "(other)";

}  // namespace

void Books::see() {
    const std::lock_guard lock{mutex_};
    ledger_.see();
}

void Books::settle(const Settlement& s) {
    const auto minute =
        std::chrono::floor<std::chrono::minutes>(s.seen_at).time_since_epoch().count();
    const std::lock_guard lock{mutex_};
    ledger_.settle(s.verdict, s.reason);
    if (routes_.size() < routes_max_) routes_.insert(s.route);
    const auto& route = routes_.contains(s.route) ? s.route : other_routes;
    ++tally_[TallyKey{minute, route, name(s.verdict), name(s.reason), name(s.severity)}];
}

void Books::set_coverage(const Coverage& coverage) {
    const std::lock_guard lock{mutex_};
    coverage_ = coverage;
}

void Books::fail(http::Leg leg, const http::Failure& failure) {
    const std::lock_guard lock{mutex_};
    auto& failures = failures_[{leg, failure.failure_class}];
    if (failures.n++ == 0) failures.first_detail = failure.detail;
}

Page Books::take_page() {
    const std::lock_guard lock{mutex_};
    Page page{ledger_.seen(), coverage_, {}};
    page.tally.reserve(tally_.size());
    for (const auto& [key, n] : tally_) {
        const auto& [minute, route, verdict, reason, severity] = key;
        page.tally.push_back({minute, route, verdict, reason, severity, n});
    }
    tally_.clear();
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
    return ledger_;
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
