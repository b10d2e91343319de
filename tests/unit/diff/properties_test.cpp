// SPDX-License-Identifier: Apache-2.0
// What holds for every pair of documents, tried on random ones.
#include "tests/unit/diff/random_json.hpp"
#include "tests/unit/diff/shown.hpp"

#include <fmt/format.h>

#include <algorithm>

using namespace shadowdiff;
using test::diff_texts;

namespace {

constexpr int rounds = 1'000;
constexpr int value_depth = 4;

std::size_t count_of(const diff::Differences& differences, diff::Kind kind) {
    return static_cast<std::size_t>(
        std::ranges::count(differences.list, kind, &diff::Difference::kind));
}

}  // namespace

TEST_CASE("a document does not differ from itself, nor from itself with its members shuffled") {
    test::Random random{1};
    for (int round = 0; round < rounds; ++round) {
        CAPTURE(round);
        const auto value = test::random_value(random, value_depth);
        const auto text = test::text_of(value);
        CAPTURE(text);
        CHECK(diff_texts(text, text).list.empty());
        CHECK(diff_texts(text, test::shuffled_text_of(value, random)).list.empty());
    }
}

TEST_CASE("one direction finds something if and only if the other does") {
    test::Random random{2};
    int equal = 0;
    for (int round = 0; round < rounds; ++round) {
        const auto value = test::random_value(random, value_depth);
        const auto legacy = test::text_of(value);
        const auto candidate = test::shuffled_text_of(test::changed(value, random), random);
        CAPTURE(legacy);
        CAPTURE(candidate);
        const bool is_empty = diff_texts(legacy, candidate).list.empty();
        CHECK(is_empty == diff_texts(candidate, legacy).list.empty());
        equal += is_empty ? 1 : 0;
    }
    CHECK(equal > rounds / 100);  // so that both answers were tried
    CHECK(equal < rounds / 2);
}

TEST_CASE("what is missing in one direction is added in the other") {
    test::Random random{3};
    for (int round = 0; round < rounds; ++round) {
        const auto value = test::random_value(random, value_depth);
        const auto legacy = test::text_of(value);
        const auto candidate = test::text_of(test::changed(value, random));
        CAPTURE(legacy);
        CAPTURE(candidate);
        const auto there = diff_texts(legacy, candidate);
        const auto back = diff_texts(candidate, legacy);
        CHECK(count_of(there, diff::Kind::missing) == count_of(back, diff::Kind::added));
        CHECK(count_of(there, diff::Kind::added) == count_of(back, diff::Kind::missing));
        CHECK(count_of(there, diff::Kind::retyped) == count_of(back, diff::Kind::retyped));
        CHECK(there.list.size() == back.list.size());
    }
}

TEST_CASE("the order of members changes no difference, and nothing depends on the run") {
    test::Random random{4};
    for (int round = 0; round < rounds; ++round) {
        const auto value = test::random_value(random, value_depth);
        const auto other = test::changed(value, random);
        const auto legacy = test::text_of(value);
        const auto candidate = test::text_of(other);
        CAPTURE(legacy);
        CAPTURE(candidate);
        const auto plain = test::lines(diff_texts(legacy, candidate));
        CHECK(plain == test::lines(diff_texts(legacy, candidate)));
        auto shuffled = test::lines(diff_texts(test::shuffled_text_of(value, random),
                                               test::shuffled_text_of(other, random)));
        auto sorted = plain;
        std::ranges::sort(sorted);
        std::ranges::sort(shuffled);
        CHECK(sorted == shuffled);
    }
}

TEST_CASE("k changed leaves are k differences") {
    test::Random random{5};
    std::size_t changes = 0;
    for (int round = 0; round < rounds; ++round) {
        auto value = test::random_value(random, value_depth);
        const auto legacy = test::text_of(value);
        auto leaves = test::leaves_outside_arrays(value);
        std::ranges::shuffle(leaves, random);
        leaves.resize(random() % (leaves.size() + 1));
        for (auto* leaf : leaves) leaf->scalar = fmt::format("\"changed {}\"", changes++);
        const auto candidate = test::text_of(value);
        CAPTURE(legacy);
        CAPTURE(candidate);
        CHECK(diff_texts(legacy, candidate).list.size() == leaves.size());
    }
    CHECK(changes > static_cast<std::size_t>(rounds));
}

TEST_CASE("the list is the head of the whole list, and the rest is counted") {
    test::Random random{6};
    for (int round = 0; round < rounds; ++round) {
        const auto value = test::random_value(random, value_depth);
        const auto legacy = test::text_of(value);
        const auto candidate = test::text_of(test::random_value(random, value_depth));
        CAPTURE(legacy);
        CAPTURE(candidate);
        auto whole = diff_texts(legacy, candidate);
        const auto bounded = diff_texts(legacy, candidate, {.differences_max = 2});
        CHECK(bounded.list.size() + bounded.repeated + bounded.unlisted ==
              whole.list.size() + whole.repeated);
        if (whole.list.size() > 2) whole.list.resize(2);
        CHECK(bounded.list == whole.list);
    }
}
