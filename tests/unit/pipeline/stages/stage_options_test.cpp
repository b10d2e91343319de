// SPDX-License-Identifier: Apache-2.0
#include "pipeline/stages/stage_options.hpp"

#include <doctest/doctest.h>

namespace shadowdiff::pipeline {

TEST_CASE("without a pace no request of a file is due, and the run says so") {
    struct {
        const char* name;
        bool is_live;
        bool is_paced;
        bool asks_somebody;
        bool are_due_together;
        bool says_no_pace;
    } const cases[] = {
        {"live traffic", true, false, true, true, false},
        {"a file at a pace", false, true, true, true, false},
        {"a file as fast as it goes", false, false, true, false, true},
        {"a file, and nobody is asked", false, false, false, false, false},
    };
    for (const auto& one : cases) {
        CAPTURE(one.name);
        ShadowOptions options;
        options.is_live = one.is_live;
        options.is_paced = one.is_paced;
        if (one.asks_somebody) options.candidate.emplace();
        CHECK(judge_options(options).are_due_together == one.are_due_together);
        const auto facts = run_row(options, 0).facts;
        CHECK(facts.contains("pace") == one.says_no_pace);
        if (one.says_no_pace) CHECK(facts.at("pace") == "none");
    }
}

}  // namespace shadowdiff::pipeline
