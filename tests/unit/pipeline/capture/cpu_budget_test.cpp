// SPDX-License-Identifier: Apache-2.0
#include "pipeline/capture/cpu_budget.hpp"

#include "pipeline/capture/flows.hpp"
#include "tests/support/packets.hpp"

#include <doctest/doctest.h>

#include <set>

namespace shadowdiff::pipeline {
namespace {

using namespace std::chrono_literals;
using reassembly::Acquaintance;

frames::Segment syn(std::uint16_t port, std::uint32_t sequence = 1) {
    return {.at = {},
            .source = test::endpoint_v4(1, port),
            .destination = test::endpoint_v4(2, 80),
            .sequence = sequence,
            .flags = {.syn = true},
            .payload = {}};
}

frames::Segment answer_to(const frames::Segment& segment) {
    return {.at = {},
            .source = segment.destination,
            .destination = segment.source,
            .flags = {.ack = true},
            .payload = "x"};
}

/// One whose share is 1 of 256: a second of four times the budget, again and again.
Shedder exhausted() {
    Shedder shedder{0.1, 7};
    for (int i = 0; i < 10; ++i) shedder.measure(i * 400ms, i * 1s);
    return shedder;
}

}  // namespace

TEST_CASE("the share falls to what fits the budget, and rises by an eighth while it is calm") {
    struct Row {
        std::uint32_t share;
        double budget;
        Duration used;
        std::uint32_t next;
    };
    const Row rows[] = {
        {256, 0.5, 1s, 128},    {256, 0.5, 510ms, 250}, {256, 0.5, 500ms, 256},
        {100, 0.5, 450ms, 100}, {100, 0.5, 399ms, 112}, {4, 0.5, 100ms, 5},
        {250, 0.5, 0s, 256},    {1, 0.01, 1s, 1},       {2, 0.5, 501ms, 1},
    };
    for (const auto& row : rows) CHECK(next_share(row.share, row.budget, row.used, 1s) == row.next);
    CHECK(next_share(7, 0.5, 1s, 0s) == 7);
    CHECK(next_share(7, 0.5, 1s, -1s) == 7);
}

TEST_CASE("nothing is left out while the budget holds") {
    Shedder shedder{0.5, 7};
    for (int i = 0; i < 10; ++i) shedder.measure(i * 400ms, i * 1s);
    for (std::uint16_t port = 1; port < 2'000; ++port) {
        CHECK(shedder.fate(syn(port), Acquaintance::none).is_let_in);
    }
    CHECK(shedder.shed() == 0);
    CHECK(shedder.lowest_share() == whole_share);
}

TEST_CASE("over the budget connections are left out, and each is counted once") {
    auto shedder = exhausted();
    CHECK(shedder.lowest_share() == 1);
    std::size_t let_in = 0;
    for (std::uint16_t port = 1; port <= 10'000; ++port) {
        const auto fate = shedder.fate(syn(port), Acquaintance::none);
        let_in += fate.is_let_in ? 1 : 0;
        CHECK(fate.is_newly_shed == !fate.is_let_in);
        CHECK(shedder.fate(syn(port), Acquaintance::none).is_let_in == fate.is_let_in);
        const auto back = answer_to(syn(port));
        const auto known = fate.is_let_in ? Acquaintance::open : Acquaintance::none;
        CHECK(shedder.fate(back, known).is_let_in == fate.is_let_in);
    }
    CHECK(let_in > 10);
    CHECK(let_in < 100);
    CHECK(shedder.shed() == 10'000 - let_in);
    const auto before = shedder.shed();
    for (std::uint16_t port = 1; port <= 10'000; ++port) {
        shedder.fate(syn(port, 2), Acquaintance::none);  // the endpoints are used again
    }
    CHECK(shedder.shed() == 2 * before);
}

TEST_CASE("what was shed stays out when the share rises, and what begins then comes in") {
    auto shedder = exhausted();
    const auto fate = shedder.fate(syn(9), Acquaintance::open);
    REQUIRE(fate.is_newly_shed);
    for (int i = 0; i < 100; ++i) shedder.measure(10s, 10s + i * 1s);
    CHECK_FALSE(shedder.fate(answer_to(syn(9)), Acquaintance::none).is_let_in);
    CHECK(shedder.fate(syn(9, 77), Acquaintance::none).is_let_in);
    CHECK(shedder.fate(answer_to(syn(9)), Acquaintance::open).is_let_in);
    CHECK(shedder.shed() == 1);
}

TEST_CASE("late packets, acknowledgements and resets are no connections that were shed") {
    auto shedder = exhausted();
    for (std::uint16_t port = 1; port < 1'000; ++port) {
        auto segment = answer_to(syn(port));
        CHECK(shedder.fate(segment, Acquaintance::closed).is_let_in);
        segment.payload = {};
        shedder.fate(segment, Acquaintance::none);
        segment.flags.rst = true;
        shedder.fate(segment, Acquaintance::none);
    }
    CHECK(shedder.shed() == 0);
}

TEST_CASE("a connection that is shed ends, and what waits on it is lost by the CPU budget") {
    const auto packets = test::build_packets(">>> GET /a HTTP/1.1\n>>>\n# open\n");
    Flows flows{1};
    std::vector<Reason> lost;
    const auto note = [&](const http::WireSighting& sighting) {
        if (const auto* one = std::get_if<http::Lost>(&sighting)) lost.push_back(one->reason);
    };
    for (const auto& packet : packets) flows.take(packet.segment(), note);
    const auto last = packets.back().segment();
    CHECK(flows.acquaintance(last) == Acquaintance::open);
    flows.shed(last, note);
    CHECK(lost == std::vector{Reason::cpu_budget});
    CHECK(flows.acquaintance(last) == Acquaintance::none);
    flows.shed(last, note);
    flows.finish(note);
    CHECK(lost.size() == 1);
    CHECK(flows.coverage()[Blind::evicted_connections] == 0);
}

}  // namespace shadowdiff::pipeline
