// SPDX-License-Identifier: Apache-2.0
#include "judge/bounds_hit.hpp"

#include "comparisons.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

using namespace shadowdiff;
using namespace shadowdiff::judge;
using namespace shadowdiff::judge::test;

namespace {

diff::Comparison comparison(std::vector<diff::AnswerComparison> answers) {
    diff::Comparison made;
    made.answers = std::move(answers);
    return made;
}

}  // namespace

TEST_CASE("an exchange counts once, whichever of its answers hit the bound") {
    BoundsHit hit;
    hit.add(comparison({candidate({})}));
    CHECK(hit.counts().empty());

    auto first = candidate({});
    first.differences.coarse_lists = 3;
    first.differences.rule_filters_given_up = 2;
    auto again = legacy_again({});
    again.differences.coarse_lists = 1;
    again.differences.set_aside_unlisted = 5;
    hit.add(comparison({first, again}));
    hit.add(comparison({first}));
    auto with_twin = comparison({candidate({})});
    with_twin.twin.emplace().rule_states_given_up = 1;
    hit.add(with_twin);
    hit.add("places_not_learnt", 0);

    const std::map<std::string, std::uint64_t> expected{
        {"coarse_lists", 2}, {"rule_filters", 2}, {"rule_states", 1}, {"set_aside_unlisted", 1}};
    CHECK(hit.counts() == expected);
}
