// SPDX-License-Identifier: Apache-2.0
// What holds for every pair of documents, tried on random ones.
#include "diff/json/json_bodies.hpp"
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

TEST_CASE("what parsing finds out of two texts changes no difference") {
    test::Random random{7};
    int known = 0;
    int arranged = 0;
    for (int round = 0; round < 4 * rounds; ++round) {
        auto value = test::random_value(random, value_depth);
        const auto legacy = test::text_of(value);
        for (auto changes = random() % 4; changes > 0; --changes)
            value = test::changed(value, random);
        for (const auto& candidate :
             {test::text_of(value), test::shuffled_text_of(value, random)}) {
            CAPTURE(legacy);
            CAPTURE(candidate);
            const auto found = diff::diff_json_bodies(legacy, candidate).value();
            const auto by_texts = diff_texts(legacy, candidate);
            CHECK(found.list == by_texts.list);
            CHECK(found.repeated == by_texts.repeated);
            const auto alike = json::parse(legacy).value();
            const auto read = json::parse_borrowed(candidate, alike).value();
            const bool is_known = legacy != candidate && read.replaced_in(alike);
            known += is_known && !read.is_arranged() ? 1 : 0;
            arranged += is_known && read.is_arranged() ? 1 : 0;
        }
    }
    CHECK(known > rounds / 10);  // or nothing was tried
    CHECK(arranged > rounds / 10);
}

TEST_CASE("few elements with keys differ as they do among many") {
    constexpr int many = 40;  // more than are compared without a look at them before
    const DiffLimits limits{.differences_max = 1'000, .differences_per_pattern_max = 1'000};
    test::Random random{8};
    std::size_t differences = 0;
    for (int round = 0; round < rounds; ++round) {
        std::string legacy;
        std::string candidate;
        for (auto id = random() % 6 + 2; id > 0; --id) {
            const auto value = test::random_value(random, 2);
            const auto other = test::changed(value, random);
            legacy += fmt::format(R"({{"id":{},"v":{}}},)", id, test::text_of(value));
            candidate += fmt::format(R"({{"v":{},"id":{}}},)", test::text_of(other), id);
        }
        const auto with_others = [](const std::string& few, const char* last) {
            std::string text = "[" + few;
            for (int i = 0; i < many; ++i) {
                text += fmt::format(R"({{"id":{},"last":{}}},)", i + 100, last);
            }
            text.back() = ']';
            return text;
        };
        const auto few = diff_texts("[" + legacy + "0]", "[" + candidate + "0]", limits);
        auto among = diff_texts(with_others(legacy, "1"), with_others(candidate, "2"), limits);
        CAPTURE(legacy);
        CAPTURE(candidate);
        REQUIRE(among.list.size() == few.list.size() + many);
        among.list.resize(few.list.size());
        CHECK(few.list == among.list);
        differences += few.list.size();
    }
    CHECK(differences > static_cast<std::size_t>(rounds));
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
