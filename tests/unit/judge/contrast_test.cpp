// SPDX-License-Identifier: Apache-2.0
#include "judge/contrast.hpp"

#include <doctest/doctest.h>

using namespace shadowdiff::judge;

namespace {

std::vector<Features> requests(std::size_t count, std::size_t with, const std::string& feature) {
    std::vector<Features> made;
    for (std::size_t i = 0; i < count; ++i) {
        Features features{"header host=shop", "query page=" + std::to_string(i)};
        if (i < with) features.insert(feature);
        made.push_back(features);
    }
    return made;
}

}  // namespace

TEST_CASE("the feature that tells both apart best is told, with its shares") {
    const auto found =
        contrast(requests(20, 19, "query locale=tr"), requests(20, 1, "query locale=tr"));
    REQUIRE(found.has_value());
    CHECK(found->feature == "query locale=tr");
    CHECK(found->showing_with == 19);
    CHECK(found->showing == 20);
    CHECK(found->others_with == 1);
    CHECK(found->others == 20);
}

TEST_CASE("what both have alike, or too few requests, tell nothing") {
    CHECK_FALSE(contrast(requests(20, 12, "x"), requests(20, 9, "x")).has_value());
    CHECK_FALSE(contrast(requests(20, 0, "x"), requests(20, 20, "x")).has_value());
    CHECK_FALSE(contrast(requests(4, 4, "x"), requests(20, 0, "x")).has_value());
    CHECK_FALSE(contrast(requests(20, 20, "x"), requests(4, 0, "x")).has_value());
    CHECK_FALSE(contrast({}, {}).has_value());
}

TEST_CASE("many features do not make one of them tell something by chance") {
    std::vector<Features> showing(6);
    std::vector<Features> others(6);
    for (int n = 0; n < 2'000; ++n) {
        const auto name = "f" + std::to_string(n);
        for (std::size_t i = 0; i < 6; ++i) {
            if ((n >> i & 1) != 0) showing[i].insert(name);
            if ((n >> (i + 5) & 1) != 0) others[i].insert(name);
        }
    }
    CHECK_FALSE(contrast(showing, others).has_value());
}
