// SPDX-License-Identifier: Apache-2.0
// JSONTestSuite, where it is at hand: SHADOWDIFF_CORPUS names a folder with suites/jsontestsuite.
#include "json/document.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace {

std::string read(const std::filesystem::path& file) {
    std::ifstream in{file, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

}  // namespace

TEST_CASE("JSONTestSuite: what must be accepted is, what must be refused is") {
    const char* corpus = std::getenv("SHADOWDIFF_CORPUS");
    if (corpus == nullptr) {
        MESSAGE("JSONTestSuite not run: SHADOWDIFF_CORPUS is not set");
        return;
    }
    int accepted = 0;
    int refused = 0;
    const auto folder = std::filesystem::path{corpus} / "suites" / "jsontestsuite";
    for (const auto& entry : std::filesystem::directory_iterator{folder}) {
        const auto name = entry.path().filename().string();
        CAPTURE(name);
        const auto document = shadowdiff::json::parse(read(entry.path()));
        if (name.starts_with("y_")) {
            ++accepted;
            CHECK(document.has_value());
        } else if (name.starts_with("n_")) {
            ++refused;
            CHECK_FALSE(document.has_value());
        }
    }
    CHECK(accepted > 0);
    CHECK(refused > 0);
}
