// SPDX-License-Identifier: Apache-2.0
// Documents that are large or hostile. Were anything quadratic, these would not come to an end.
#include "tests/unit/diff/shown.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

using namespace shadowdiff;
using test::diff_texts;
using test::lines;
using test::Lines;

namespace {

template <class Element>
std::vector<std::string> many(int count, Element element) {
    std::vector<std::string> elements;
    elements.reserve(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) elements.push_back(element(i));
    return elements;
}

std::string array(const std::vector<std::string>& elements) {
    return fmt::format("[{}]", fmt::join(elements, ","));
}

std::string keyed(int i) {
    return fmt::format(R"({{"id":{},"name":"n{}","price":{}.5}})", i, i, i);
}
std::string unkeyed(int i) { return fmt::format(R"({{"sku":"s{}","price":{}.5}})", i, i); }

std::vector<std::string> shuffled(std::vector<std::string> elements, unsigned seed) {
    std::mt19937 random{seed};
    std::ranges::shuffle(elements, random);
    return elements;
}

}  // namespace

TEST_CASE("one element in front of five hundred is one difference") {
    for (const auto& element : {keyed, unkeyed}) {
        auto elements = many(500, element);
        const auto legacy = array(elements);
        elements.insert(elements.begin(), element(1'000));
        CHECK(lines(diff_texts(legacy, array(elements))) == Lines{"$[0] added medium"});
        CHECK(lines(diff_texts(array(elements), legacy)) == Lines{"$[0] missing medium"});
    }
}

TEST_CASE("ten thousand elements in another order are one difference") {
    for (const auto& element : {keyed, unkeyed}) {
        const auto elements = many(10'000, element);
        CHECK(lines(diff_texts(array(elements), array(shuffled(elements, 1)))) ==
              Lines{"$ reordered high"});
    }
}

TEST_CASE("ten thousand elements in another order, one of them changed") {
    const auto elements = many(10'000, unkeyed);
    auto other = shuffled(elements, 2);
    const auto changed = std::ranges::find(other, unkeyed(77));
    REQUIRE(changed != other.end());
    *changed = R"({"sku":"s77","price":1})";
    CHECK(lines(diff_texts(array(elements), array(other))) ==
          Lines{"$ reordered high", "$[77].price changed medium"});
}

TEST_CASE("every element of ten thousand changed is as many differences, most of them counted") {
    const auto legacy = array(many(10'000, unkeyed));
    const auto candidate =
        array(many(10'000, [](int i) { return fmt::format(R"({{"sku":"s{}","price":0}})", i); }));
    const auto found = diff_texts(legacy, candidate);
    CHECK(found.list.size() == DiffLimits{}.differences_per_pattern_max);
    CHECK(found.list.size() + found.repeated == 10'000);
    CHECK(found.unlisted == 0);
}

TEST_CASE("a few elements changed, lost and new among ten thousand") {
    auto elements = many(10'000, unkeyed);
    const auto legacy = array(elements);
    elements[9'000] = R"({"sku":"s9000","price":0})";
    elements.erase(elements.begin() + 5'000);
    elements.insert(elements.begin() + 10, unkeyed(20'000));
    CHECK(lines(diff_texts(legacy, array(elements))) ==
          Lines{"$[5000] missing medium", "$[9000].price changed medium", "$[10] added medium"});
}

TEST_CASE("long lists of few values") {
    std::mt19937 random{3};
    const auto digit = [&](int) { return std::to_string(random() % 3); };
    const auto one = many(20'000, digit);
    const auto other = many(20'000, digit);
    const auto found = diff_texts(array(one), array(other));
    CHECK(found.list.size() + found.repeated > 0);
    CHECK(diff_texts(array(many(20'000, [](int) { return std::string{"0"}; })),
                     array(many(15'000, [](int) { return std::string{"0"}; })))
              .repeated == 4'900);
}

TEST_CASE("many lists that are each hard to align use up the steps, not the machine") {
    std::vector<std::string> legacy;
    std::vector<std::string> candidate;
    for (unsigned i = 0; i < 20; ++i) {
        auto elements = many(1'000, [&](int n) { return std::to_string(n); });
        candidate.push_back(array(shuffled(elements, i)));
        elements.emplace_back("-1");
        legacy.push_back(array(elements));
    }
    const auto found =
        diff_texts(array(legacy), array(candidate), {.alignment_steps_max = 200'000});
    CHECK(found.list.size() == 40);
}

TEST_CASE("an object of twenty thousand members in reverse order") {
    const auto member = [](int i) { return fmt::format("\"m{}\":{}", i, i); };
    auto members = many(20'000, member);
    const auto legacy = fmt::format("{{{}}}", fmt::join(members, ","));
    std::ranges::reverse(members);
    members.back() = "\"other\":0";
    const auto candidate = fmt::format("{{{}}}", fmt::join(members, ","));
    CHECK(lines(diff_texts(legacy, candidate)) == Lines{"$.m0 missing high", "$.other added low"});
}

TEST_CASE("an object that repeats one name a hundred thousand times") {
    const auto one =
        fmt::format("{{{}}}", fmt::join(many(100'000, [](int) { return "\"a\":1"; }), ","));
    CHECK(lines(diff_texts(one, R"({"a":1})")) == Lines{"$.a missing high"});
}

TEST_CASE("as deep as the parser goes, in objects and in arrays") {
    std::string open;
    std::string close;
    for (int i = 0; i < 511; ++i) {
        open += i % 2 == 0 ? "{\"a\":" : "[";
        close.insert(0, i % 2 == 0 ? "}" : "]");
    }
    const auto found = diff_texts(open + "1" + close, open + "2" + close);
    REQUIRE(found.list.size() == 1);
    CHECK(found.list[0].kind == diff::Kind::changed);
    CHECK(found.list[0].pattern.ends_with("[*].a"));
}

TEST_CASE("a thousand differences under names of a hundred thousand bytes") {
    const std::string name(100'000, '\'');
    const auto legacy = fmt::format("{{\"{}\":{}}}", name,
                                    array(many(2'000, [](int i) { return std::to_string(i); })));
    const auto candidate =
        fmt::format("{{\"{}\":{}}}", name, array(many(2'000, [](int) { return "null"; })));
    const auto found = diff_texts(legacy, candidate, {.differences_per_pattern_max = 1'000});
    CHECK(found.list.size() == 1'000);
    for (const auto& difference : found.list) CHECK(difference.path.size() <= 4'096);
}

TEST_CASE("lists in lists are held against each other a bounded number of times") {
    // At each depth the walk looks whether two elements are the same before it goes into them.
    constexpr int depth = 500;
    const auto nested = [](const char* innermost) {
        std::string text;
        for (int i = 0; i < depth; ++i) text += "[0,";
        return text + innermost + std::string(depth, ']');
    };
    const auto legacy = array(many(2'000, [&](int) { return nested("1"); }));
    const auto candidate =
        array(many(2'000, [&](int i) { return nested(i % 2 == 0 ? "2" : "3"); }));
    const auto found = diff_texts(legacy, candidate);
    CHECK_FALSE(found.list.empty());
    CHECK(found.list.size() + found.repeated == 2'000);
}

TEST_CASE("a list that is too different to be aligned is said to be") {
    std::vector<std::string> elements = many(200, [](int i) { return std::to_string(i); });
    const auto legacy = array(elements);
    std::ranges::reverse(elements);
    elements.emplace_back("-1");
    CHECK(diff_texts(legacy, array(elements)).coarse_lists == 0);
    CHECK(diff_texts(legacy, array(elements), {.alignment_edits_max = 10}).coarse_lists == 1);
}
