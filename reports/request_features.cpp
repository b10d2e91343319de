// SPDX-License-Identifier: Apache-2.0
#include "reports/request_features.hpp"

#include "base/ascii.hpp"
#include "judge/verdict.hpp"
#include "reports/header_lines.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace shadowdiff::reports {
namespace {

// They differ with every request or say nothing of it.
constexpr std::array<std::string_view, 6> no_features = {
    "content-length", "date", "x-request-id", "traceparent", "tracestate", "host"};

// As many as a contrast asks for. Where fewer are clean, whatever does not show the finding has to
// do, though what shows other findings is no fair sample of the route.
constexpr std::size_t clean_min = 5;

void add_query(judge::Features& features, std::string_view target) {
    const auto question = target.find('?');
    if (question == std::string_view::npos) return;
    auto query = target.substr(question + 1);
    while (!query.empty()) {
        const auto end = std::min(query.find('&'), query.size());
        const auto pair = query.substr(0, end);
        query.remove_prefix(std::min(end + 1, query.size()));
        const auto name = pair.substr(0, pair.find('='));
        features.insert("query " + std::string{pair});
        features.insert("query " + std::string{name} + "=…");
    }
}

}  // namespace

judge::Features features_of(const store::ExchangeRow& exchange) {
    judge::Features features{"method " + exchange.method};
    add_query(features, exchange.target.text());
    for (const auto& field : parse_header_lines(exchange.request_headers.text())) {
        const auto name = ascii::lower_case(field.name);
        if (std::ranges::find(no_features, name) != no_features.end()) continue;
        features.insert("header " + name);
        features.insert(fmt::format("header {}: {}", name, field.value));
    }
    return features;
}

KeptRequest kept_request(const store::ExchangeRow& exchange) {
    KeptRequest request{features_of(exchange), {}};
    for (const auto& shown : exchange.shown) {
        if (shown.standing == name(judge::Standing::finding)) {
            request.findings.insert(shown.fingerprint);
        }
    }
    return request;
}

std::string in_common_sentence(std::string_view fingerprint,
                               const std::vector<KeptRequest>& of_the_route) {
    std::vector<judge::Features> showing;
    std::vector<judge::Features> without_it;
    std::vector<judge::Features> clean;
    for (const auto& request : of_the_route) {
        const bool shows_it = std::ranges::any_of(request.findings, [&](const auto& finding) {
            return std::string_view{finding}.starts_with(fingerprint);
        });
        if (request.findings.empty()) clean.push_back(request.features);
        (shows_it ? showing : without_it).push_back(request.features);
    }
    const bool is_any_clean = clean.size() >= clean_min;
    const auto found = judge::contrast(showing, is_any_clean ? clean : without_it);
    if (!found) return "";
    return fmt::format("{} of {} kept that show it have {}; {} of {} kept {} have it",
                       found->showing_with, found->showing, found->feature, found->others_with,
                       found->others, is_any_clean ? "without a finding" : "that do not show it");
}

}  // namespace shadowdiff::reports
