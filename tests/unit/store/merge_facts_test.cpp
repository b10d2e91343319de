// SPDX-License-Identifier: Apache-2.0
#include "store/merge_facts.hpp"

#include <doctest/doctest.h>

#include <map>
#include <string>
#include <vector>

using namespace shadowdiff::store;

namespace {

using Facts = std::map<std::string, std::string>;

RunRow run_with(Facts facts) {
    RunRow run;
    run.facts = std::move(facts);
    return run;
}

}  // namespace

TEST_CASE("facts of several runs are those of one") {
    struct {
        const char* name;
        Facts one;
        Facts other;
        Facts expected;
    } const cases[] = {
        {"equal ones stay", {{"keep", "all"}}, {{"keep", "all"}}, {{"keep", "all"}}},
        {"different ones are listed, in their order",
         {{"candidate_version", "v3"}},
         {{"candidate_version", "v2"}},
         {{"merged_candidate_version", "v2; v3"}}},
        {"what one does not know is told",
         {{"legacy_version", "v1"}},
         {},
         {{"merged_legacy_version", "v1; not known"}}},
        {"what was merged before is joined with the rest",
         {{"merged_candidate_version", "v1; v3; not known"}},
         {{"candidate_version", "v2"}},
         {{"merged_candidate_version", "v1; v2; v3; not known"}}},
        {"counts are added up, equal ones too",
         {{"candidate_connections", "3"}, {"secondary_echoes", "4"}, {"compared_redacted", "1"}},
         {{"candidate_connections", "3"}, {"compared_redacted", "2"}},
         {{"candidate_connections", "6"}, {"secondary_echoes", "4"}, {"compared_redacted", "3"}}},
        {"of a lag and of a share the worst holds",
         {{"lag_p99_us", "90"}, {"lowest_share", "0.9000"}},
         {{"lag_p99_us", "1500000"}, {"lowest_share", "0.2500"}},
         {{"lag_p99_us", "1500000"}, {"lowest_share", "0.2500"}}},
        {"a run's own id and what was said of a whole are nobody else's",
         {{"run_id", "a"}},
         {{"merged_runs", "b c"}, {"merged_unequal", "rules"}},
         {}},
    };
    for (const auto& one : cases) {
        CAPTURE(one.name);
        CHECK(merged_facts({run_with(one.one), run_with(one.other)}) == one.expected);
        CHECK(merged_facts({run_with(one.other), run_with(one.one)}) == one.expected);
        CHECK(merged_facts({run_with(one.expected)}) == one.expected);
    }
}
