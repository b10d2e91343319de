// SPDX-License-Identifier: Apache-2.0
#include "diff/json/equal_run.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <string>

using namespace shadowdiff;

TEST_CASE("a run answers as a comparison of the parts does, whatever was asked before") {
    std::mt19937 random{1};
    const auto below = [&](std::size_t end) { return random() % end; };
    for (int round = 0; round < 200; ++round) {
        std::string legacy(300, 'x');
        for (auto& octet : legacy) octet = below(20) == 0 ? 'y' : 'x';
        auto candidate = legacy;
        candidate.insert(below(100), below(3), 'x');
        candidate[below(candidate.size())] = 'z';
        diff::EqualRun run{legacy, candidate};
        for (int question = 0; question < 100; ++question) {
            const auto length = below(60);
            const auto in_legacy = below(legacy.size() - length);
            const auto in_candidate = std::min(in_legacy + below(3), candidate.size() - length);
            CAPTURE(in_legacy);
            CAPTURE(in_candidate);
            CAPTURE(length);
            CHECK(run.holds(in_legacy, in_candidate, length) ==
                  (legacy.substr(in_legacy, length) == candidate.substr(in_candidate, length)));
        }
    }
}
