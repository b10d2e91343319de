// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/diff/shown.hpp"

#include "normalise/normalise.hpp"

#include <fmt/format.h>

namespace shadowdiff::test {

Lines lines(const diff::Differences& differences) {
    Lines result;
    for (const auto& difference : differences.list) {
        result.push_back(fmt::format("{} {} {}", difference.path, diff::name(difference.kind),
                                     diff::name(difference.severity)));
    }
    return result;
}

diff::Differences diff_texts(std::string_view legacy, std::string_view candidate,
                             const DiffLimits& limits) {
    const auto one = json::parse(Bytes{legacy});
    const auto other = json::parse(Bytes{candidate});
    REQUIRE(one.has_value());
    REQUIRE(other.has_value());
    return diff::diff_json(*one, *other, limits);
}

normalise::Document document(http::Fields headers, Bytes body, std::uint16_t status) {
    http::Response response;
    response.status = status;
    response.headers = std::move(headers);
    response.body = http::make_body(std::move(body));
    return normalise::to_document(response);
}

}  // namespace shadowdiff::test
