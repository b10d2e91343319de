// SPDX-License-Identifier: Apache-2.0
// The experiment of bench/planted_bugs, cut down: visible bugs are found, and nothing else is.
#include "bench/planted_bugs/experiment.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace shadowdiff::planted;

TEST_CASE("every visible bug that occurred is found, and nothing where there is none") {
    for (const auto noise : {Noise::of_requests, Noise::of_answers}) {
        unsigned visible = 0;
        unsigned false_alarms = 0;
        unsigned runs = 0;
        std::uint64_t seed = 0;
        for (const auto& bug : bugs()) {
            for (const double noise_rate : {0.0, 0.05, 0.6}) {
                CAPTURE(std::string{bug.name});
                CAPTURE(noise_rate);
                for (const double bug_rate : {0.2, 0.01}) {
                    const auto tally = run({&bug, bug_rate, noise_rate, noise, 150, 3, ++seed});
                    CHECK(tally.found == tally.visible);
                    CHECK(tally.found_anyway >= tally.found_by_diffy);
                    visible += tally.visible;
                }
                const auto none = run({&bug, 0, noise_rate, noise, 150, 3, ++seed});
                false_alarms += none.found_anyway;
                runs += none.runs;
            }
        }
        CHECK(visible > 200);
        CHECK(false_alarms * 20 < runs);
    }
}
