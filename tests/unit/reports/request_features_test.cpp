// SPDX-License-Identifier: Apache-2.0
#include "reports/request_features.hpp"

#include "tests/unit/reports/redacted_text.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace shadowdiff;
using namespace shadowdiff::reports;

namespace {

KeptRequest kept(const std::string& target, const std::string& finding,
                 const std::string& standing = "finding") {
    store::ExchangeRow row;
    row.is_whole = true;
    row.method = "GET";
    row.target = redacted(target);
    if (!finding.empty()) {
        row.shown = {{.fingerprint = finding,
                      .pattern = "$.price",
                      .kind = "changed",
                      .standing = standing,
                      .severity = "high",
                      .places = 1}};
    }
    return kept_request(row);
}

std::vector<KeptRequest> of_each(std::size_t n, const std::vector<KeptRequest>& some) {
    std::vector<KeptRequest> all;
    for (std::size_t i = 0; i < n; ++i) all.insert(all.end(), some.begin(), some.end());
    return all;
}

}  // namespace

TEST_CASE(
    "requests of a finding are held against all others of the route, whatever their verdict") {
    const auto requests = of_each(20, {kept("/teas?locale=tr", "3f9a41c07be2"),
                                       kept("/teas?locale=de", "b0c2d5118fa4", "representation"),
                                       kept("/teas?locale=en", "b0c2d5118fa4", "noise")});
    const std::string expected =
        "20 of 20 kept that show it have query locale=tr; 0 of 40 kept without a finding have it";
    CHECK(in_common_sentence("3f9a41c07be2", requests) == expected);
    CHECK(in_common_sentence("3f9a", requests) == expected);
    CHECK(in_common_sentence("b0c2d5118fa4", requests).empty());
}

TEST_CASE("where every answer of a route shows something, those that show something else do") {
    auto everywhere = kept("/teas?locale=de", "91be04d7a5c8");
    auto both = kept("/teas?locale=tr", "3f9a41c07be2");
    both.findings.insert("91be04d7a5c8");
    const auto requests = of_each(20, {everywhere, both});
    CHECK(in_common_sentence("3f9a41c07be2", requests) ==
          "20 of 20 kept that show it have query locale=tr; 0 of 20 kept that do not show it have "
          "it");
    CHECK(in_common_sentence("91be04d7a5c8", requests).empty());
}

TEST_CASE("what shows other findings is no measure where enough is clean") {
    auto requests = of_each(
        10, {kept("/teas?locale=tr", "3f9a41c07be2"), kept("/teas?locale=de", "3f9a41c07be2"),
             kept("/teas?locale=tr", ""), kept("/teas?locale=de", "")});
    for (const auto& other : of_each(200, {kept("/teas?locale=tr", "b0c2d5118fa4")})) {
        requests.push_back(other);
    }
    CHECK(in_common_sentence("3f9a41c07be2", requests).empty());
}
