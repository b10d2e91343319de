// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/reports/demo_run.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

namespace shadowdiff::reports {

std::string read_file(const std::string& path) {
    std::ifstream file{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, {}};
}

void check_golden(const std::string& name, const std::string& actual) {
    const char* fixtures = std::getenv("SHADOWDIFF_FIXTURES");
    REQUIRE(fixtures != nullptr);
    const std::string path = std::string{fixtures} + "/reports/" + name;
    if (std::getenv("UPDATE_GOLDEN") != nullptr) {
        std::ofstream{path, std::ios::binary} << actual;
    }
    const std::string expected = read_file(path);
    CAPTURE(path);
    const bool is_same = actual == expected;  // not in CHECK, which would print both in whole
    CHECK_MESSAGE(is_same, "differs from the golden file; if it should, run with UPDATE_GOLDEN=1");
}

}  // namespace shadowdiff::reports
