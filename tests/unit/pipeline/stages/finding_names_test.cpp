// SPDX-License-Identifier: Apache-2.0
#include "pipeline/stages/finding_names.hpp"

#include "store/fingerprint.hpp"

#include <doctest/doctest.h>

#include <string>
#include <utility>

using namespace shadowdiff;
using namespace shadowdiff::pipeline;

namespace {

diff::Difference at_pattern(std::string pattern, diff::Kind kind = diff::Kind::changed) {
    diff::Difference difference;
    difference.pattern = std::move(pattern);
    difference.kind = kind;
    return difference;
}

}  // namespace

TEST_CASE("a finding has one name, however often it is asked for") {
    const redact::Redactor redactor;
    FindingNames names;
    for (int times = 0; times < 2; ++times) {
        for (const auto* route : {"GET /a", "GET /b"}) {
            for (const auto kind : {diff::Kind::changed, diff::Kind::missing}) {
                const auto& found = names.of(route, at_pattern("$.price", kind), redactor);
                CHECK(found.pattern == "$.price");
                CHECK(found.fingerprint == store::fingerprint(route, "$.price", name(kind)));
            }
        }
    }
}

TEST_CASE("a name that is a secret stays one when it is remembered") {
    const redact::Redactor redactor;
    FindingNames names;
    const auto secret = at_pattern("$.of.AKIAIOSFODNN7EXAMPLE");
    const auto pattern = redactor.place(secret.pattern).text();
    REQUIRE_FALSE(pattern.contains("AKIA"));
    for (int times = 0; times < 2; ++times) {
        const auto& found = names.of("GET /a", secret, redactor);
        CHECK(found.pattern == pattern);
        CHECK(found.fingerprint == store::fingerprint("GET /a", pattern, "changed"));
    }
}

TEST_CASE("more findings than are remembered have their names as well") {
    const redact::Redactor redactor;
    FindingNames names;
    for (int n = 0; n < 5'000; ++n) {
        const auto pattern = "$.p" + std::to_string(n);
        const auto& found = names.of("GET /a", at_pattern(pattern), redactor);
        REQUIRE(found.pattern == pattern);
        REQUIRE(found.fingerprint == store::fingerprint("GET /a", pattern, "changed"));
    }
}
