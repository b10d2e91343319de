// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/reports/demo_run.hpp"

#include "tests/unit/reports/demo_findings.hpp"

#include <optional>
#include <utility>

namespace shadowdiff::reports {
namespace {

constexpr std::int64_t middle_minute = 29'540'700;  // 09:00

// Half of them, or as many as are named, before the run's middle.
void add_tally(store::RunRows& rows, std::string route, std::string verdict, std::uint64_t n,
               std::string reason = "", std::string severity = "none",
               std::optional<std::uint64_t> earlier = {}) {
    rows.tally.push_back({.minute = 0,
                          .route = std::move(route),
                          .verdict = std::move(verdict),
                          .reason = std::move(reason),
                          .severity = std::move(severity),
                          .n = n});
    const auto before = earlier.value_or(n / 2);
    rows.earlier.push_back(rows.tally.back());
    rows.earlier.back().n = before;
    for (const bool is_earlier : {true, false}) {
        rows.minutes.push_back(rows.tally.back());
        rows.minutes.back().minute = middle_minute - (is_earlier ? 1 : 0);
        rows.minutes.back().route.clear();
        rows.minutes.back().n = is_earlier ? before : n - before;
    }
    rows.seen += n;
}

}  // namespace

store::RunRows demo_run() {
    store::RunRows rows;
    rows.run = {.version = "0.1.0",
                .source = "interface lo",
                .legacy = "observed",
                .candidate = "http://10.0.0.2:8081",
                .secondary = "http://10.0.0.3:8082",
                .method_policy = "safe methods only",
                .started_at_us = demo_start_us,
                .ended_at_us = demo_start_us + 8 * demo_second_us};
    rows.middle_minute = middle_minute;
    add_tally(rows, "GET /health", "match", 412);
    add_tally(rows, "GET /orders/{id}", "match", 843);
    add_tally(rows, "GET /orders/{id}", "noise", 118);
    add_tally(rows, "GET /orders/{id}", "mismatch", 136, "", "high");
    add_tally(rows, "GET /products/{id}", "match", 1'320);
    add_tally(rows, "GET /products/{id}", "equivalent", 66);
    add_tally(rows, "GET /products/{id}", "mismatch", 214, "", "high", 60);
    add_tally(rows, "GET /search", "drift", 4);
    add_tally(rows, "GET /search", "match", 2'214);
    add_tally(rows, "GET /search", "mismatch", 73, "", "high", 50);
    add_tally(rows, "GET /search", "mismatch", 3, "", "low");
    add_tally(rows, "GET /search", "dropped", 2, "answer_not_seen");
    add_tally(rows, "GET /warehouse/{id}", "match", 245);
    add_tally(rows, "POST /orders", "excluded", 350, "unsafe_method");
    rows.coverage = {{"kernel_drops", 12}, {"not_tcp_frames", 34}};
    rows.leg_statuses = {
        {"GET /orders/{id}", "legacy", 200, 1'087},    {"GET /orders/{id}", "legacy", 404, 10},
        {"GET /orders/{id}", "candidate", 200, 1'087}, {"GET /orders/{id}", "candidate", 404, 8},
        {"GET /orders/{id}", "candidate", 500, 2},     {"GET /search", "legacy", 200, 2'294},
        {"GET /search", "candidate", 200, 2'294},      {"GET /warehouse/{id}", "legacy", 404, 3},
        {"GET /warehouse/{id}", "candidate", 404, 3}};
    rows.run.facts["tenant_header"] = "Host";
    rows.dimensions = {{"answer_type", "application/json", 5'660, 5'658},
                       {"answer_type", "text/html", 4, 0},
                       {"client", "okhttp/4.9.1", 5'200, 5'200},
                       {"client", "curl/8.5.0", 798, 458},
                       {"request_type", "(none)", 5'650, 5'650},
                       {"request_type", "application/json", 348, 8},
                       {"tenant", "shop.test", 5'980, 5'658},
                       {"tenant", "b2b.test", 18, 0}};
    rows.noise = {{"GET /orders/{id}", "$.served_by", "changed", 1'097, 118},
                  {"GET /search", "$.took_ms", "changed", 2'290, 2'104}};
    rows.odd_one_out = {{.route = "GET /search",
                         .pattern = "$.items",
                         .kind = "reordered",
                         .present = 2'290,
                         .only_candidate = 58,
                         .only_legacy = 2,
                         .moved = 1,
                         .all_differ = 0,
                         .p = 1.6e-15,
                         .q = 4.8e-14,
                         .effect = 0.0245,
                         .effect_low = 0.0177,
                         .effect_high = 0.0312}};
    rows.rules = {{"validators",
                   "ignore",
                   "headers.etag",
                   "each side has validators of its own",
                   "ana",
                   "2026-12-31",
                   66,
                   66,
                   0,
                   {{"GET /products/{id}", "headers.etag", "changed", 66, 60, 58}}},
                  {"shop.toml:12", "tolerance", "$.weight, $.volume", "floats", "berk", "never"}};
    add_demo_findings(rows);
    rows.exchanges_kept = 966;
    rows.kept = {{"drift", "", 4, 4, 4},          {"dropped", "answer_not_seen", 2, 2, 0},
                 {"equivalent", "", 66, 66, 20},  {"excluded", "unsafe_method", 350, 350, 0},
                 {"mismatch", "", 426, 426, 140}, {"noise", "", 118, 118, 20}};
    return rows;
}

}  // namespace shadowdiff::reports
