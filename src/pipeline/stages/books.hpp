// SPDX-License-Identifier: Apache-2.0
// The run's books, shared by all threads: ledger, tally by minute and route, coverage, dimensions.
// Each request is entered with see() and ends with one settle().
#pragma once

#include "base/coverage.hpp"
#include "base/limits.hpp"
#include "base/text_hash.hpp"
#include "base/time.hpp"
#include "http/exchange.hpp"
#include "judge/ledger.hpp"
#include "judge/verdict.hpp"
#include "pipeline/stages/dimensions.hpp"
#include "store/batch.hpp"
#include "store/rows.hpp"

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

namespace shadowdiff::pipeline {

/// How one request ended.
struct Settlement {
    Timestamp seen_at;
    std::string route;
    judge::Verdict verdict = judge::Verdict::match;
    Reason reason = Reason::none;
    diff::Severity severity = diff::Severity::none;
    std::uint16_t legacy_status = 0;  // of the first answers; 0: there was none, or nobody judged
    std::uint16_t candidate_status = 0;
};

/// How often a leg gave no answer in one way, with the first detail of it.
struct LegFailures {
    std::uint64_t n = 0;
    std::string first_detail;
    std::map<std::string, std::uint64_t> routes = {};  // these sum to n
};
using Failures = std::map<std::pair<http::Leg, http::FailureClass>, LegFailures>;

/// What is new since the last page, and the totals: they fit each other at every moment.
struct Page {
    std::uint64_t seen = 0;
    Coverage coverage;
    std::vector<store::TallyRow> tally;
    std::vector<store::LegStatusRow> leg_statuses = {};
    std::vector<store::DimensionRow> dimensions = {};
    std::vector<store::LeftOutRow> left_out = {};
    std::uint64_t unwritten = 0;                          // left out as well, and without a row
    std::vector<store::LegFailureRow> leg_failures = {};  // totals
};

class Books {
public:
    /// Beyond `routes_max` routes, further ones are tallied together as "(other)". Where the rows
    /// of what is left out are `left_out_max` before a page is taken, who leaves out one more waits
    /// for that, or, where it must not, goes on without a row.
    explicit Books(std::size_t routes_max,
                   std::size_t left_out_max = PipelineLimits{}.left_out_rows_max,
                   bool waits_for_page = false, DimensionOptions dimensions = {})
        : routes_max_{routes_max},
          left_out_max_{left_out_max},
          waits_for_page_{waits_for_page},
          dimensions_{std::move(dimensions)} {}

    void see() { seen_.fetch_add(1, std::memory_order_relaxed); }
    void settle(const Settlement& settlement);
    /// The same of a request that nobody judged, excluded or dropped.
    void leave_out(const http::ExchangeId& id, const Settlement& settlement);
    void set_coverage(const Coverage& coverage);

    Dimensions& dimensions() { return dimensions_; }
    void fail(http::Leg leg, const std::string& route, const http::Failure& failure);

    Page take_page();
    /// What was to be added and could not be written is part of the next page again.
    void put_back(const store::Batch& unwritten);

    judge::Ledger ledger() const;
    Coverage coverage() const;
    Failures failures() const;

private:
    // minute, route, verdict, reason, severity
    using TallyKey = std::tuple<std::int64_t, std::string, std::string, std::string, std::string>;

    // Of one route, and few at a time: found sooner than in any table of texts.
    struct Line {
        std::int64_t minute = 0;
        judge::Verdict verdict = judge::Verdict::match;
        Reason reason = Reason::none;
        diff::Severity severity = diff::Severity::none;
        std::uint64_t n = 0;
    };
    struct StatusCount {
        http::Leg leg = http::Leg::legacy;
        std::uint16_t status = 0;
        std::uint64_t n = 0;
    };
    struct Counts {
        std::vector<Line> lines;
        std::vector<StatusCount> statuses;
    };
    using RouteCounts = std::pair<const std::string, Counts>;

    RouteCounts& counts_of(const std::string& route);
    void fold(const std::string& route, std::vector<Line>& lines);
    void count(const Settlement& settlement);
    static void count_status(std::vector<StatusCount>& statuses, http::Leg leg,
                             std::uint16_t status, std::uint64_t n);
    void note_seen();

    std::size_t routes_max_;
    std::size_t left_out_max_;
    bool waits_for_page_;
    Dimensions dimensions_;
    mutable std::mutex mutex_;
    std::condition_variable page_taken_;
    std::unordered_map<std::string, Counts, TextHash> counts_;  // by route; not yet taken
    judge::Ledger ledger_;       // but for those seen since note_seen()
    std::uint64_t settled_ = 0;  // in the ledger
    Coverage coverage_;
    std::map<TallyKey, std::uint64_t> tally_;  // not yet taken, and no longer in lines
    std::vector<store::LeftOutRow> left_out_;  // not yet taken
    std::uint64_t unwritten_ = 0;              // likewise
    Failures failures_;
    // In a cache line of its own: other threads settle.
    alignas(64) std::atomic<std::uint64_t> seen_ = 0;
};

}  // namespace shadowdiff::pipeline
