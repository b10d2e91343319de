// SPDX-License-Identifier: Apache-2.0
#include "diff/json/longest_common_subsequence.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <random>
#include <string_view>
#include <vector>

using shadowdiff::diff::longest_common_subsequence;
using shadowdiff::diff::Match;

namespace {

using Hashes = std::vector<std::uint64_t>;

Hashes hashes(std::string_view letters) { return {letters.begin(), letters.end()}; }

/// The table that every textbook has: slow, and easy to believe.
std::size_t length_by_table(const Hashes& one, const Hashes& other) {
    std::vector<std::vector<std::size_t>> table(one.size() + 1,
                                                std::vector<std::size_t>(other.size() + 1));
    for (std::size_t i = 0; i < one.size(); ++i) {
        for (std::size_t j = 0; j < other.size(); ++j) {
            table[i + 1][j + 1] =
                one[i] == other[j] ? table[i][j] + 1 : std::max(table[i][j + 1], table[i + 1][j]);
        }
    }
    return table[one.size()][other.size()];
}

void check_matches(const Hashes& legacy, const Hashes& candidate,
                   const std::vector<Match>& matches) {
    for (std::size_t i = 0; i < matches.size(); ++i) {
        REQUIRE(matches[i].legacy < legacy.size());
        REQUIRE(matches[i].candidate < candidate.size());
        CHECK(legacy[matches[i].legacy] == candidate[matches[i].candidate]);
        if (i == 0) continue;
        CHECK(matches[i - 1].legacy < matches[i].legacy);
        CHECK(matches[i - 1].candidate < matches[i].candidate);
    }
}

}  // namespace

TEST_CASE("known pairs of sequences have the known number of matches") {
    struct Row {
        const char* legacy;
        const char* candidate;
        std::size_t matches;
    };
    const std::vector<Row> rows{
        {"", "", 0},         {"a", "", 0},
        {"", "a", 0},        {"a", "a", 1},
        {"a", "b", 0},       {"abc", "abc", 3},
        {"abc", "bc", 2},    {"abc", "ab", 2},
        {"bc", "abc", 2},    {"abcabba", "cbabac", 4},
        {"aba", "ba", 2},    {"aaa", "aa", 2},
        {"abc", "cba", 1},   {"xaxbxc", "abc", 3},
        {"abcd", "efgh", 0}, {"ab", "ba", 1},
    };
    for (const auto& row : rows) {
        CAPTURE(row.legacy);
        CAPTURE(row.candidate);
        std::size_t steps = 1'000;
        const auto legacy = hashes(row.legacy);
        const auto candidate = hashes(row.candidate);
        const auto matches = longest_common_subsequence(legacy, candidate, 100, steps);
        REQUIRE(matches.has_value());
        CHECK(matches->size() == row.matches);
        check_matches(legacy, candidate, *matches);
    }
}

TEST_CASE("random sequences have as many matches as the textbook's table finds") {
    std::mt19937 random{7};
    for (int round = 0; round < 2'000; ++round) {
        const auto letters = 1 + random() % 6;
        Hashes legacy(random() % 20);
        Hashes candidate(random() % 20);
        for (auto& hash : legacy) hash = random() % letters;
        for (auto& hash : candidate) hash = random() % letters;
        CAPTURE(round);
        std::size_t steps = 100'000;
        const auto matches = longest_common_subsequence(legacy, candidate, 40, steps);
        REQUIRE(matches.has_value());
        CHECK(matches->size() == length_by_table(legacy, candidate));
        check_matches(legacy, candidate, *matches);
    }
}

TEST_CASE("the number of edits is a bound that may be reached and not passed") {
    const auto legacy = hashes("abcd");
    const auto candidate = hashes("bcde");
    std::size_t steps = 1'000;
    CHECK(longest_common_subsequence(legacy, candidate, 2, steps).has_value());
    CHECK_FALSE(longest_common_subsequence(legacy, candidate, 1, steps).has_value());
    CHECK_FALSE(longest_common_subsequence(legacy, candidate, 0, steps).has_value());
    CHECK(longest_common_subsequence(legacy, legacy, 0, steps).has_value());
}

TEST_CASE("the steps are counted down over several calls, and end the search") {
    const auto legacy = hashes("abcdefgh");
    const auto candidate = hashes("hgfedcba");
    std::size_t steps = 1'000;
    REQUIRE(longest_common_subsequence(legacy, candidate, 100, steps).has_value());
    const auto used = 1'000 - steps;
    CHECK(used > 0);
    std::size_t too_few = used - 1;
    CHECK_FALSE(longest_common_subsequence(legacy, candidate, 100, too_few).has_value());
    CHECK(too_few == 0);
}
