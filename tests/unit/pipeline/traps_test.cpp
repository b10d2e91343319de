// SPDX-License-Identifier: Apache-2.0
// Runs fixtures/traps/*.txt; its README tells what is in a case.
#include "tests/support/conversation.hpp"
#include "tests/unit/pipeline/trap_frames.hpp"
#include "tests/unit/pipeline/trap_run.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>

namespace shadowdiff::test {
namespace {

std::filesystem::path folder() {
    const char* fixtures = std::getenv("SHADOWDIFF_FIXTURES");
    REQUIRE_MESSAGE(fixtures != nullptr, "SHADOWDIFF_FIXTURES must name the fixtures folder");
    return std::filesystem::path{fixtures} / "traps";
}

TrapResult run(const TrapCase& trap, const TcpOptions& tcp, int times = 1) {
    return run_frames(trap_frames(trap, tcp), trap.options, times);
}

// Counts packets: they come twice when these do.
bool is_of_packets(Blind blind) { return blind <= Blind::bad_checksums; }

void check_twice(const TrapCase& trap, const TrapResult& once) {
    const auto twice = run(trap, trap.options.tcp, 2);
    CHECK(twice.exchanges == once.exchanges);
    CHECK(twice.broken_promise == "");
    for (std::size_t i = 0; i < blind_count; ++i) {
        const auto blind = static_cast<Blind>(i);
        CAPTURE(name(blind));
        if (is_of_packets(blind)) {
            CHECK(twice.coverage[blind] >= once.coverage[blind]);
            CHECK(twice.coverage[blind] <= 2 * once.coverage[blind]);
        } else {
            CHECK(twice.coverage[blind] == once.coverage[blind]);
        }
    }
}

std::size_t bytes_sent(const TrapCase& trap) {
    std::size_t bytes = 0;
    for (const auto& turn : parse_conversation(trap.text)) bytes += turn.bytes.size();
    return bytes;
}

void check_cuts(const TrapCase& trap, const TrapResult& whole) {
    const auto check = [&](const TcpOptions& tcp) {
        CAPTURE(tcp.segment_bytes);
        CAPTURE(tcp.cut_at);
        const auto cut = run(trap, tcp);
        CHECK(cut.text() == whole.text());
        CHECK(cut.broken_promise == "");
    };
    auto tcp = trap.options.tcp;
    for (const std::size_t size : {1U, 2U, 7U}) {
        tcp.segment_bytes = size;
        check(tcp);
    }
    tcp = trap.options.tcp;
    const auto size = bytes_sent(trap);
    REQUIRE(size < 5'000);  // it takes a run for each byte
    for (tcp.cut_at = 1; tcp.cut_at < size; ++tcp.cut_at) check(tcp);
}

void rewrite(const TrapCase& trap, const std::string& text) {
    std::ofstream{folder() / (trap.name + ".txt"), std::ios::binary} << trap.text << text;
}

void check_trap(const TrapCase& trap) {
    CAPTURE(trap.name);
    const auto once = run(trap, trap.options.tcp);
    CHECK(once.broken_promise == "");
    if (!trap.xfail.empty()) {
        CHECK_MESSAGE(once.text() != trap.expected,
                      "it holds now: remove the line xfail:" << trap.xfail);
        return;
    }
    if (std::getenv("UPDATE_GOLDEN") != nullptr) {
        rewrite(trap, once.text());
    } else {
        CHECK(once.text() == trap.expected);
    }
    check_twice(trap, once);
    if (trap.options.every_cut) check_cuts(trap, once);
}

}  // namespace

TEST_CASE("every trap comes out as its file says") {
    for (const auto& trap : read_traps(folder())) check_trap(trap);
}

}  // namespace shadowdiff::test
