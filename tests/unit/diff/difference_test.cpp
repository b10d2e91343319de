// SPDX-License-Identifier: Apache-2.0
#include "diff/difference.hpp"

#include <doctest/doctest.h>

#include <set>
#include <string>

using namespace shadowdiff::diff;

TEST_CASE("every kind has a name of its own, and is found by it") {
    std::set<std::string_view> names;
    for (std::size_t i = 0; i < kind_count; ++i) {
        const auto kind = static_cast<Kind>(i);
        CHECK_FALSE(name(kind).empty());
        CHECK(kind_from_name(name(kind)) == kind);
        names.insert(name(kind));
    }
    CHECK(names.size() == kind_count);
    CHECK(kind_from_name("Missing") == std::nullopt);
    CHECK(kind_from_name("") == std::nullopt);
}

TEST_CASE("every severity is found by its name, and they are ordered") {
    for (const auto severity : {Severity::none, Severity::low, Severity::medium, Severity::high}) {
        CHECK(severity_from_name(name(severity)) == severity);
    }
    CHECK(severity_from_name("fatal") == std::nullopt);
    CHECK(Severity::none < Severity::low);
    CHECK(Severity::low < Severity::medium);
    CHECK(Severity::medium < Severity::high);
}
