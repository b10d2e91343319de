// SPDX-License-Identifier: Apache-2.0
// What must hold for any conversation, however it was damaged on the way or by the capture. Every
// answer says in its body whose it is, so that a wrong pair shows.
#include "tests/support/streams.hpp"
#include "tests/unit/http/witness.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <random>
#include <sstream>

namespace shadowdiff::http {
namespace {

using reassembly::CloseCause;
using reassembly::Data;
using reassembly::Gap;
using reassembly::Sender;
using reassembly::StreamEvent;
using test::Stream;
using test::Witness;

class Dice {
public:
    explicit Dice(std::uint32_t seed) : engine_{seed} {}
    std::size_t below(std::size_t bound) { return bound == 0 ? 0 : engine_() % bound; }
    bool one_in(std::size_t n) { return below(n) == 0; }

private:
    std::mt19937 engine_;
};

std::string request_for(Dice& dice, const std::string& target) {
    switch (dice.below(5)) {
        case 0: return fmt::format("HEAD {} HTTP/1.1\r\nHost: example.com\r\n\r\n", target);
        case 1: return fmt::format("POST {} HTTP/1.1\r\nContent-Length: 7\r\n\r\nGET / H", target);
        case 2:
            return fmt::format(
                "PUT {} HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
                target);
        default: return fmt::format("GET {} HTTP/1.1\r\nHost: example.com\r\n\r\n", target);
    }
}

// Says whose it is in a field, for HEAD and 304 have no body.
std::string answer_to(Dice& dice, const std::string& target, bool is_head) {
    const auto interim = dice.one_in(6) ? "HTTP/1.1 103 Early Hints\r\n\r\n" : "";
    const auto body = is_head ? std::string{} : target;
    switch (dice.below(4)) {
        case 0:
            return fmt::format(
                "{}HTTP/1.1 304 Not Modified\r\nOf: {}\r\nContent-Length: 90\r\n\r\n", interim,
                target);
        case 1:
            return fmt::format(
                "{}HTTP/1.1 200 OK\r\nOf: {}\r\nTransfer-Encoding: chunked\r\n\r\n{}", interim,
                target, is_head ? "" : fmt::format("{:x}\r\n{}\r\n0\r\n\r\n", body.size(), body));
        default:
            return fmt::format("{}HTTP/1.1 200 OK\r\nOf: {}\r\nContent-Length: {}\r\n\r\n{}",
                               interim, target, target.size(), body);
    }
}

// Up to `depth` requests wait at a time; answers come in order, as a server must send them.
Stream talk(Dice& dice, bool handshake_seen, std::size_t depth) {
    Stream stream{handshake_seen};
    std::vector<std::pair<std::string, bool>> waiting;
    for (int i = 0; i < 12 || !waiting.empty();) {
        if (i < 12 && waiting.size() < depth && (waiting.empty() || dice.one_in(2))) {
            const auto target = fmt::format("/{}", i++);
            const auto bytes = request_for(dice, target);
            waiting.emplace_back(target, bytes.starts_with("HEAD"));
            stream.client(bytes);
        } else {
            stream.server(answer_to(dice, waiting.front().first, waiting.front().second));
            waiting.erase(waiting.begin());
        }
    }
    stream.closed(dice.one_in(2) ? CloseCause::finished : CloseCause::capture_ended);
    return stream;
}

// Cuts segments in two, and takes some away: their bytes become gaps.
std::vector<StreamEvent> damage(Dice& dice, const std::vector<StreamEvent>& events,
                                std::size_t one_lost_in) {
    std::vector<StreamEvent> damaged;
    const auto add = [&](const Data& data) {
        if (data.bytes.empty()) return;
        if (one_lost_in > 0 && dice.one_in(one_lost_in)) {
            damaged.emplace_back(Gap{data.connection, data.at, data.sender, data.bytes.size()});
        } else {
            damaged.emplace_back(data);
        }
    };
    for (const auto& event : events) {
        const auto* data = std::get_if<Data>(&event);
        if (!data) {
            damaged.push_back(event);
            continue;
        }
        auto first = *data;
        auto second = *data;
        const auto at = dice.below(data->bytes.size() + 1);
        first.bytes = data->bytes.substr(0, at);
        second.bytes = data->bytes.substr(at);
        add(first);
        add(second);
    }
    return damaged;
}

// The targets of exact answers that were another's.
std::vector<std::string> wrong_pairs(const Witness& witness) {
    std::vector<std::string> wrong;
    std::istringstream lines{witness.text()};
    std::size_t index = 0;
    for (std::string line; std::getline(lines, line);) {
        const bool is_answer = line.starts_with("answer ");
        if (!is_answer && !line.starts_with("failed ")) continue;
        const auto& seen = witness.answers()[index++];
        if (!is_answer || line.find("resynchronised") != std::string::npos) continue;
        const auto target = line.substr(7, line.find(' ', 7) - 7);
        if (value_of(seen.response()->headers, "Of") != target) wrong.push_back(line);
    }
    return wrong;
}

void check(const std::vector<StreamEvent>& events) {
    Witness witness;
    witness.feed(events);
    CHECK(witness.open() == 0);
    CHECK(wrong_pairs(witness) == std::vector<std::string>{});
}

}  // namespace

TEST_CASE("without damage every request gets its own answer, however deep the pipeline") {
    for (std::uint32_t seed = 0; seed < 300; ++seed) {
        CAPTURE(seed);
        Dice dice{seed};
        const auto stream = talk(dice, true, 1 + seed % 5);
        Witness witness;
        witness.feed(damage(dice, stream.events(), 0));
        CHECK(witness.open() == 0);
        CHECK(witness.answers().size() == 12);
        CHECK(wrong_pairs(witness) == std::vector<std::string>{});
        CHECK(witness.text().find("resynchronised") == std::string::npos);
    }
}

TEST_CASE("whatever is lost, no exact pair is wrong and each request has one end") {
    for (std::uint32_t seed = 0; seed < 3'000; ++seed) {
        CAPTURE(seed);
        Dice dice{seed};
        const auto stream = talk(dice, seed % 4 != 0, 1 + seed % 5);
        check(damage(dice, stream.events(), 5 + seed % 40));
    }
}

TEST_CASE("a capture that begins or ends anywhere makes no wrong exact pair") {
    for (std::uint32_t seed = 0; seed < 1'000; ++seed) {
        CAPTURE(seed);
        Dice dice{seed};
        const auto stream = talk(dice, false, 1 + seed % 5);
        auto events = damage(dice, stream.events(), 0);
        const auto skipped = static_cast<std::ptrdiff_t>(dice.below(events.size() - 1));
        events.erase(events.begin() + 1, events.begin() + 1 + skipped);
        check(events);
    }
}

TEST_CASE("whatever bytes are changed, each request has one end") {
    for (std::uint32_t seed = 0; seed < 2'000; ++seed) {
        CAPTURE(seed);
        Dice dice{seed};
        const auto stream = talk(dice, true, 1 + seed % 5);
        auto events = damage(dice, stream.events(), 0);
        std::deque<Bytes> owned;
        for (auto& event : events) {
            auto* data = std::get_if<Data>(&event);
            if (!data || !dice.one_in(10)) continue;
            owned.emplace_back(data->bytes);
            owned.back()[dice.below(owned.back().size())] = static_cast<char>(dice.below(256));
            data->bytes = owned.back();
        }
        Witness witness;
        witness.feed(events);
        CHECK(witness.open() == 0);
    }
}

TEST_CASE("whatever order events come in, each request has one end") {
    for (std::uint32_t seed = 0; seed < 1'000; ++seed) {
        CAPTURE(seed);
        Dice dice{seed};
        const auto stream = talk(dice, seed % 2 == 0, 1 + seed % 5);
        auto events = damage(dice, stream.events(), 10);
        for (std::size_t swaps = 0; swaps < 4; ++swaps) {
            const auto at = 1 + dice.below(events.size() - 3);
            std::swap(events[at], events[at + 1]);
        }
        Witness witness;
        witness.feed(events);
        CHECK(witness.open() == 0);
    }
}

}  // namespace shadowdiff::http
