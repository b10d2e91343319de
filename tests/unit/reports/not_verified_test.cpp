// SPDX-License-Identifier: Apache-2.0
#include "reports/not_verified.hpp"

#include "reports/latency_words.hpp"
#include "tests/unit/reports/demo_run.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <string_view>

using namespace shadowdiff;
using namespace shadowdiff::reports;

namespace {

// A run that leaves nothing open but what no run can show.
store::RunRows complete_run() {
    store::RunRows rows;
    rows.run = {.version = "0.1.0",
                .source = "interface lo",
                .legacy = "http://10.0.0.1:8080",
                .candidate = "http://10.0.0.2:8081",
                .secondary = "http://10.0.0.3:8082",
                .method_policy = "safe methods only",
                .started_at_us = 1,
                .ended_at_us = 2};
    rows.tally = {{.minute = 0,
                   .route = "GET /a",
                   .verdict = "match",
                   .reason = "",
                   .severity = "none",
                   .n = 100'000}};
    rows.seen = 100'000;
    return rows;
}

void add(store::RunRows& rows, std::string route, std::string verdict, std::string reason,
         std::uint64_t n) {
    rows.tally.push_back({.minute = 0,
                          .route = std::move(route),
                          .verdict = std::move(verdict),
                          .reason = std::move(reason),
                          .severity = "none",
                          .n = n});
    rows.seen += n;
}

bool says(const store::RunRows& rows, std::string_view words) {
    return std::ranges::any_of(make_report(rows).not_verified, [&](const std::string& sentence) {
        return sentence.find(words) != std::string::npos;
    });
}

}  // namespace

TEST_CASE("a complete run leaves open only what no comparison of answers can show") {
    const Report report = make_report(complete_run());
    REQUIRE(report.not_verified.size() == 2);
    CHECK(report.not_verified[0].starts_with("Side effects"));
    CHECK(report.not_verified[1].starts_with("Latency"));
}

TEST_CASE("unsafe requests that were not sent are named with their routes") {
    store::RunRows rows = complete_run();
    add(rows, "POST /orders", "excluded", "unsafe_method", 300);
    add(rows, "PUT /cart/{id}", "excluded", "unsafe_method", 50);
    CHECK(says(rows,
               "350 requests whose method may change state: not sent again (POST /orders "
               "300, PUT /cart/{id} 50)."));
}

TEST_CASE("many routes are named up to a bound and the rest is counted") {
    store::RunRows rows = complete_run();
    for (int i = 0; i < 8; ++i) {
        add(rows, fmt::format("POST /{}", i), "excluded", "unsafe_method", 1);
    }
    CHECK(says(rows, "POST /4 1 and 3 more)"));
}

TEST_CASE("a route with too few requests says how many are missing") {
    store::RunRows rows = complete_run();
    add(rows, "GET /rare", "match", "", 10);
    CHECK(says(rows,
               "1 route has too few requests for the limit of 0.1 %: GET /rare (10 judged, "
               "2,985 more without a mismatch needed)"));
}

TEST_CASE("noise is unknown without a secondary, drift when legacy was only observed too") {
    store::RunRows rows = complete_run();
    CHECK_FALSE(says(rows, "Noise:"));
    CHECK_FALSE(says(rows, "Drift:"));
    rows.run.secondary.clear();
    CHECK(says(rows, "Noise:"));
    CHECK_FALSE(says(rows, "Drift:"));
    rows.run.legacy = "observed";
    CHECK(says(rows, "Drift:"));
    rows.run.secondary = "http://10.0.0.3:8082";
    CHECK_FALSE(says(rows, "Drift:"));
}

TEST_CASE("mismatches that writes kept from being confirmed are counted") {
    store::RunRows rows = complete_run();
    add(rows, "GET /a", "mismatch", "", 2);
    CHECK_FALSE(says(rows, "Confirmation"));
    add(rows, "GET /a", "mismatch", "written_meanwhile", 3);
    CHECK(says(rows,
               "Confirmation: 3 mismatches were not confirmed or refuted by asking again, for the "
               "resource was written to meanwhile."));
}

TEST_CASE("everything lost on the way is named by reason") {
    store::RunRows rows = complete_run();
    add(rows, "GET /a", "dropped", "queue_full", 3);
    add(rows, "GET /a", "uncomparable", "body_limit", 1);
    add(rows, "GET /a", "legacy_error", "", 2);
    add(rows, "GET /a", "both_error", "", 2);
    rows.coverage = {{"gap_bytes", 1'500}, {"not_tcp_frames", 9}};
    CHECK(says(rows, "3 requests dropped: queue full."));
    CHECK(says(rows, "1 request could not be compared: body limit."));
    CHECK(says(rows, "4 requests to which legacy gave no complete answer"));
    CHECK(says(rows, "is in no count: 1,500 bytes missing from streams."));
}

TEST_CASE("frames of other protocols are no loss") {
    store::RunRows rows = complete_run();
    rows.coverage = {{"not_tcp_frames", 9}};
    CHECK_FALSE(says(rows, "capture"));
}

TEST_CASE("a run without an end says so") {
    store::RunRows rows = complete_run();
    rows.run.ended_at_us = 0;
    CHECK(says(rows, "The run has no end"));
}

TEST_CASE("findings made of only a part of the mismatches say so") {
    store::RunRows rows = complete_run();
    add(rows, "GET /a", "mismatch", "", 10);
    rows.tally.back().severity = "high";
    rows.kept = {{"mismatch", "", 10, 9, 3}};
    CHECK(says(rows, "9 of 10 mismatching exchanges can be listed"));
    rows.kept[0].kept = 10;
    CHECK_FALSE(says(rows, "can be listed"));
    rows.tally.push_back({0, "GET /a", "uncomparable", "body_limit", "none", 3});
    rows.tally.push_back({0, "GET /a", "excluded", "sampling", "none", 5});
    rows.tally.push_back({0, "GET /a", "dropped", "queue_full", "none", 5});
    rows.seen += 13;
    CHECK(says(rows, "0 of 3 exchanges (uncomparable, body limit) can be listed"));
    CHECK(says(rows, "0 of 5 exchanges (dropped, queue full) can be listed"));
    rows.kept.push_back({"uncomparable", "body_limit", 3, 3, 3});
    rows.kept.push_back({"excluded", "sampling", 5, 5, 0});
    rows.kept.push_back({"dropped", "queue_full", 5, 5, 0});
    CHECK_FALSE(says(rows, "can be listed"));
    rows.evicted = {{"details", 4}, {"unwritten", 1}};
    CHECK(says(rows, "1 request was left out faster than rows are written"));
    CHECK(says(rows,
               "4 exchanges were given up for the size of the run file or its age: they can "
               "no longer be shown whole"));
}

TEST_CASE("times are judged only where both legs were sent the same, on time") {
    auto rows = complete_run();
    Sketch sketch;
    sketch.add(100);
    judge::TimingPairs pairs;
    pairs.add({1, 100, 100});
    rows.latency.legs = {{"GET /a", "legacy", "sent", sketch},
                         {"GET /a", "candidate", "sent", sketch}};
    rows.latency.timings = {{"GET /a", "sent", pairs}};
    CHECK_FALSE(make_report(rows).latency.at(0).is_indicative);
    CHECK_FALSE(says(rows, "Latency"));

    rows.run.facts["lag_p99_us"] = "99000";
    CHECK_FALSE(make_report(rows).latency.at(0).is_indicative);
    rows.run.facts["lag_p99_us"] = "1500000";
    CHECK(make_report(rows).latency.at(0).is_indicative);
    CHECK(says(rows, "the replay lagged behind its pace"));
    rows.run.facts.clear();

    rows.run.facts["pace"] = "none";
    CHECK(make_report(rows).latency.at(0).is_indicative);
    CHECK(make_report(rows).latency.at(0).quantiles.empty());
    CHECK(says(rows, "Latency: without a pace"));
    CHECK(latency_sentence(make_report(rows))
              .ends_with("indicative: without a pace the two were not sent at the same time"));
    rows.run.legacy = "recorded";
    CHECK_FALSE(says(rows, "without a pace"));
    rows.run.legacy = "http://10.0.0.1:8080";
    rows.run.facts = {{"merged_pace", "none; not known"}};
    CHECK(make_report(rows).latency.at(0).is_indicative);
    rows.run.facts.clear();

    rows.latency.legs[1].origin = "recorded";
    CHECK(make_report(rows).latency.at(0).is_indicative);
}

TEST_CASE("what was redacted in a recording was not compared") {
    auto rows = complete_run();
    CHECK_FALSE(says(rows, "redacted"));
    rows.run.facts["compared_redacted"] = "12";
    CHECK(says(rows, "12 exchanges were compared but for what their recording has redacted"));
}

TEST_CASE("that a CPU budget left connections out is said with the share that it let in") {
    auto rows = complete_run();
    CHECK_FALSE(says(rows, "CPU budget"));
    rows.run.facts["lowest_share"] = "0.0625";
    CHECK(says(rows,
               "CPU budget: connections were left out to keep it; at the lowest, a share of "
               "0.0625 was let in."));
}
