// SPDX-License-Identifier: Apache-2.0
#include "reassembly/held_segments.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace shadowdiff;
using reassembly::HeldSegments;

namespace {

struct HeldPiece {
    reassembly::Position start;
    std::string bytes;
    std::uint32_t cut = 0;
};

// "10:abc 20:d!5": what is held, in order, with bytes cut behind a "!".
std::string contents(HeldSegments& held) {
    std::string text;
    while (!held.empty()) {
        const auto start = held.start();
        const auto segment = held.take_first();
        text += (text.empty() ? "" : " ") + std::to_string(start) + ":" + segment.bytes;
        if (segment.bytes_cut > 0) text += "!" + std::to_string(segment.bytes_cut);
    }
    return text;
}

}  // namespace

TEST_CASE("what is held never overlaps, and the first bytes win") {
    struct Row {
        std::string name;
        std::vector<HeldPiece> pieces;
        std::string expected;
    };
    for (const auto& row : std::vector<Row>{
             {"nothing", {}, ""},
             {"an empty payload", {{10, ""}}, ""},
             {"in any order", {{20, "def"}, {10, "abc"}}, "10:abc 20:def"},
             {"the same twice", {{10, "abc"}, {10, "xyz"}}, "10:abc"},
             {"inside", {{10, "abcde"}, {11, "xx"}}, "10:abcde"},
             {"longer at the end", {{10, "abc"}, {10, "xxxde"}}, "10:abc 13:de"},
             {"longer at the beginning", {{12, "cd"}, {10, "abxx"}}, "10:ab 12:cd"},
             {"around", {{12, "c"}, {10, "abxde"}}, "10:ab 12:c 13:de"},
             {"around two", {{11, "b"}, {13, "d"}, {10, "axcxe"}}, "10:a 11:b 12:c 13:d 14:e"},
             {"from the middle over a hole",
              {{10, "abc"}, {15, "fg"}, {12, "xdexx"}},
              "10:abc 13:de 15:fg"},
             {"exactly a hole", {{10, "a"}, {12, "c"}, {11, "b"}}, "10:a 11:b 12:c"},
             {"touching before", {{12, "c"}, {10, "ab"}}, "10:ab 12:c"},
             {"touching behind", {{10, "ab"}, {12, "c"}}, "10:ab 12:c"},
             {"a cut end", {{10, "ab", 5}}, "10:ab!5"},
             {"a cut end that is covered", {{12, "cd"}, {10, "abxx", 5}}, "10:ab 12:cd"},
             {"a cut end behind what is covered", {{11, "b"}, {10, "axc", 5}}, "10:a 11:b 12:c!5"},
             {"a cut end before other bytes", {{13, "d"}, {10, "ab", 5}}, "10:ab!5 13:d"}}) {
        CAPTURE(row.name);
        HeldSegments held;
        for (const auto& piece : row.pieces) {
            held.insert(piece.start, piece.bytes, piece.cut, Timestamp{});
        }
        CHECK(contents(held) == row.expected);
        CHECK(held.cost() == 0);
    }
}

TEST_CASE("the cost counts bytes and bookkeeping") {
    HeldSegments held;
    held.insert(10, "abc", 0, Timestamp{});
    const auto one = held.cost();
    CHECK(one > 3);
    held.insert(10, "abc", 0, Timestamp{});
    CHECK(held.cost() == one);
    held.insert(20, "xyz", 0, Timestamp{});
    CHECK(held.cost() == 2 * one);
}

TEST_CASE("start and end name the range") {
    HeldSegments held;
    CHECK(held.start() == reassembly::no_position);
    CHECK(held.end() == 0);
    held.insert(20, "xyz", 4, Timestamp{});
    held.insert(10, "abc", 0, Timestamp{});
    CHECK(held.start() == 10);
    CHECK(held.end() == 27);
}
