// SPDX-License-Identifier: Apache-2.0
#include "pipeline/stages/versions.hpp"

#include <doctest/doctest.h>

using namespace shadowdiff;
using pipeline::Versions;

namespace {

http::Answer versioned_answer(http::Leg leg, http::Fields headers) {
    http::Answer one;
    one.leg = leg;
    http::Response response;
    response.headers = std::move(headers);
    one.outcome = std::move(response);
    return one;
}

http::Exchange versioned_exchange(const char* legacy, const char* candidate) {
    http::Exchange one;
    one.answers = {versioned_answer(http::Leg::legacy, {{"X-Version", legacy}}),
                   versioned_answer(http::Leg::candidate, {{"x-version", candidate}})};
    return one;
}

using Facts = std::map<std::string, std::string>;

}  // namespace

TEST_CASE("one version in every answer is a leg's version") {
    const redact::Redactor redactor;
    Versions versions{"X-Version"};
    versions.add(versioned_exchange("1.0", "2.0"));
    versions.add(versioned_exchange("1.0", "2.0"));
    CHECK(versions.facts(redactor) ==
          Facts{{"legacy_version", "1.0"}, {"candidate_version", "2.0"}});
    versions.add(versioned_exchange("1.0", "2.1"));
    const Facts several{{"legacy_version", "1.0"}, {"merged_candidate_version", "2.0; 2.1"}};
    CHECK(versions.facts(redactor) == several);
    versions.add(versioned_exchange("1.0", "2.0"));
    CHECK(versions.facts(redactor) == several);
}

TEST_CASE("without a header, or with none in the answers, no version is known") {
    const redact::Redactor redactor;
    Versions nothing{""};
    nothing.add(versioned_exchange("1.0", "2.0"));
    CHECK(nothing.facts(redactor).empty());
    Versions other{"X-Build"};
    other.add(versioned_exchange("1.0", "2.0"));
    CHECK(other.facts(redactor).empty());
}
