// SPDX-License-Identifier: Apache-2.0
#include "reports/request_features.hpp"

#include "base/ascii.hpp"
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

std::string contrast_sentence(const judge::Contrast& contrast) {
    return fmt::format("{} of {} kept that show it have {}; {} of {} kept that match have it",
                       contrast.showing_with, contrast.showing, contrast.feature,
                       contrast.others_with, contrast.others);
}

}  // namespace shadowdiff::reports
