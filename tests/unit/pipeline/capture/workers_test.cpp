// SPDX-License-Identifier: Apache-2.0
#include "pipeline/capture/workers.hpp"

#include "base/overload.hpp"
#include "reassembly/connection_key.hpp"
#include "tests/support/network.hpp"
#include "tests/support/packets.hpp"
#include "tests/support/traffic.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <latch>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace shadowdiff::pipeline {
namespace {

// What became of each request, in an order that does not depend on who said it when.
class Told {
public:
    void take(http::WireSighting&& sighting) {
        std::visit(
            Overload{
                [&](const http::RequestSeen& seen) { begin(seen); },
                [&](const http::WireRequest& request) {
                    if (request.is_first_told) begin(http::seen_of(request));
                },
                [&](const http::WireAnswer& answer) {
                    outcome_.at(answer.id).second =
                        fmt::format("{} {} {}", answer.status, name(answer.pairing),
                                    to_hex(answer.body.digest));
                },
                [&](const http::AnswerSeen& failed) { outcome_.at(failed.id).second = "failed"; },
                [&](const http::Lost& lost) { outcome_.at(lost.id).second = name(lost.reason); },
                [](const auto&) {}},
            sighting);
    }
    std::vector<std::pair<std::string, std::string>> outcomes() const {
        std::vector<std::pair<std::string, std::string>> all;
        for (const auto& [id, outcome] : outcome_) all.push_back(outcome);
        std::ranges::sort(all);
        return all;
    }
    std::size_t connections() const { return connections_.size(); }

private:
    void begin(const http::RequestSeen& seen) {
        connections_.insert(seen.connection);
        outcome_[seen.id] = {to_text(seen.client) + seen.target, ""};
    }

    std::map<http::ExchangeId, std::pair<std::string, std::string>> outcome_;
    std::set<reassembly::ConnectionId> connections_;
};

// Explanations without their times: a worker may give a hole up later than one thread would.
class Lines {
public:
    ExplainOptions options() {
        return {
            .on_line =
                [this](const std::string& line) { lines_.push_back(line.substr(line.find(' '))); },
            .lines_per_reason_max = 1'000'000};
    }
    std::vector<std::string> sorted() const {
        auto all = lines_;
        std::ranges::sort(all);
        return all;
    }

private:
    std::vector<std::string> lines_;
};

test::KnownTraffic traffic_of(std::uint64_t seed) {
    test::Dice dice{seed};
    return test::known_traffic(dice, 50, 20);
}

}  // namespace

TEST_CASE("any number of workers says the same of all traffic, lost packets included") {
    for (const std::uint64_t seed : {1U, 2U, 3U}) {
        const auto traffic = traffic_of(seed);
        test::Dice dice{seed};
        const auto captured = test::damage(dice, traffic, {.window = 9, .one_lost_in = 200});
        std::vector<std::pair<std::string, std::string>> expected;
        std::vector<std::string> expected_lines;
        Coverage expected_coverage;
        for (const std::size_t count : {1U, 2U, 3U, 8U}) {
            CAPTURE(seed);
            CAPTURE(count);
            Told told;
            Lines lines;
            ExplanationLog explanations{lines.options()};
            WorkerOptions options{.count = count, .waits_for_room = true, .flows = {}};
            options.flows.explanations = &explanations;
            Workers workers{7, options,
                            [&](http::WireSighting&& sighting) { told.take(std::move(sighting)); }};
            for (const auto& one : captured) workers.take(one.segment);
            workers.finish();
            if (count == 1) {
                expected = told.outcomes();
                expected_lines = lines.sorted();
                expected_coverage = workers.coverage();
            }
            CHECK(told.outcomes().size() > 900);
            CHECK(told.outcomes() == expected);
            CHECK(lines.sorted() == expected_lines);
            CHECK(told.connections() == 50);
            CHECK(workers.coverage() == expected_coverage);
        }
    }
}

TEST_CASE(
    "a live reader never waits for a worker: what it refuses is counted, and all is accounted") {
    const auto traffic = traffic_of(5);
    Told told;
    std::latch release{1};
    Workers workers{
        7, {.count = 2, .waits_for_room = false, .flows = {}}, [&](http::WireSighting&& sighting) {
            release.wait();  // nobody gets on before the reader has read all
            told.take(std::move(sighting));
        }};
    const std::size_t times = 200'000 / traffic.segments.size() + 1;
    for (std::size_t i = 0; i < times; ++i) {
        for (const auto& one : traffic.segments) workers.take(one.segment);
    }
    release.count_down();
    workers.finish();
    CHECK(workers.coverage()[Blind::worker_drops] > 0);
    for (const auto& [request, outcome] : told.outcomes()) CHECK(outcome != "");
}

TEST_CASE("both directions of a connection are one part of the traffic, and parts are even") {
    std::vector<std::size_t> sizes(4);
    for (std::uint16_t port = 1; port <= 4'000; ++port) {
        const auto client = test::endpoint_v4(1, port);
        const auto server = test::endpoint_v4(2, 80);
        const auto part = reassembly::part_of(client, server, sizes.size());
        REQUIRE(part == reassembly::part_of(server, client, sizes.size()));
        ++sizes[part];
    }
    for (const auto size : sizes) CHECK(size > 800);
}

}  // namespace shadowdiff::pipeline
