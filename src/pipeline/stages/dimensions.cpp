// SPDX-License-Identifier: Apache-2.0
#include "pipeline/stages/dimensions.hpp"

#include "base/ascii.hpp"
#include "http/syntax.hpp"
#include "normalise/format.hpp"

#include <algorithm>
#include <utility>

namespace shadowdiff::pipeline {
namespace {

constexpr std::string_view absent_value = "(none)";
constexpr std::string_view other_values = "(other)";
constexpr std::size_t value_bytes_max = 128;
constexpr std::size_t raw_bytes_max = 1'024;  // a longer value is one of the others
// Values as they came, of one dimension, and how long such a one may be.
constexpr std::size_t known_max = 4'096;
constexpr std::size_t known_bytes_max = 256;

// "curl/8.5.0" of "curl/8.5.0 (x86_64)".
std::string_view first_product(std::string_view user_agent) {
    const auto end = std::ranges::find_if_not(
        user_agent, [](char c) { return http::is_token_char(c) || c == '/'; });
    return user_agent.substr(0, static_cast<std::size_t>(end - user_agent.begin()));
}

}  // namespace

std::string_view name(Dimension dimension) {
    switch (dimension) {
        case Dimension::request_type: return "request_type";
        case Dimension::answer_type: return "answer_type";
        case Dimension::tenant: return "tenant";
        case Dimension::client: return "client";
    }
    return "";
}

Dimensions::Dimensions(DimensionOptions options)
    : options_{std::move(options)}, redactor_{options_.redact} {}

void Dimensions::note(const http::Exchange& exchange, bool is_judged) {
    const auto* legacy = http::find_answer(exchange, http::Leg::legacy);
    const auto* response = legacy != nullptr ? legacy->response() : nullptr;
    const auto& request = exchange.request.headers;
    const std::lock_guard lock{mutex_};
    const auto add = [&](Dimension dimension, const http::Fields& fields, std::string_view field) {
        auto& counted = count_of(exchange, dimension, field, http::value_of(fields, field));
        ++counted.seen;
        if (is_judged) ++counted.judged;
    };
    add(Dimension::request_type, request, "Content-Type");
    add(Dimension::tenant, request, options_.tenant_header);
    add(Dimension::client, request, "User-Agent");
    if (response) add(Dimension::answer_type, response->headers, "Content-Type");
}

Dimensions::Count& Dimensions::count_of(const http::Exchange& exchange, Dimension dimension,
                                        std::string_view field,
                                        std::optional<std::string_view> raw) {
    auto& values = all_[std::to_underlying(dimension)];
    if (!raw) return values.absent;
    const auto known = values.known.find(*raw);
    if (known != values.known.end()) return *known->second;
    if (raw->size() > raw_bytes_max) return values.counts[std::string{other_values}];
    // What is a secret elsewhere in the exchange is one here. Where no value is added any more, it
    // costs less to look for it among those that are there.
    const bool has_room = values.counts.size() < options_.values_max;
    auto& counted =
        count_of(values, has_room ? kept_value(redactor_.aware_of(exchange), dimension, field, *raw)
                                  : kept_value(redactor_, dimension, field, *raw));
    if (values.known.size() >= known_max) values.known.clear();
    if (raw->size() <= known_bytes_max) values.known.emplace(*raw, &counted);
    return counted;
}

Dimensions::Count& Dimensions::count_of(Values& values, std::string value) {
    const auto found = values.counts.find(value);
    if (found != values.counts.end()) return found->second;
    if (values.counts.size() < options_.values_max) return values.counts[std::move(value)];
    return values.counts[std::string{other_values}];
}

// Redacted as a whole, and only then cut: of a part nobody can tell that it is a secret's.
std::string Dimensions::kept_value(const redact::Redactor& redactor, Dimension dimension,
                                   std::string_view field, std::string_view raw) {
    const auto place = "headers." + ascii::lower_case(field);
    std::string value = redactor.value(place, redactor.text(raw).text()).text();
    if (dimension == Dimension::client) value = first_product(value);
    if (dimension == Dimension::request_type || dimension == Dimension::answer_type) {
        value = normalise::media_type(value);
    }
    if (http::same_name(field, "Host")) value = ascii::lower_case(value);
    value.resize(std::min(value.size(), value_bytes_max));
    return value;
}

std::vector<store::DimensionRow> Dimensions::take() {
    const std::lock_guard lock{mutex_};
    std::vector<store::DimensionRow> rows;
    for (std::size_t i = 0; i < all_.size(); ++i) {
        const std::string dimension{name(static_cast<Dimension>(i))};
        const auto add = [&](std::string_view value, Count& counted) {
            if (counted.seen == 0) return;
            rows.push_back({dimension, std::string{value}, counted.seen, counted.judged});
            counted = {};
        };
        add(absent_value, all_[i].absent);
        for (auto& [value, counted] : all_[i].counts) add(value, counted);
    }
    return rows;
}

void Dimensions::put_back(const std::vector<store::DimensionRow>& rows) {
    const std::lock_guard lock{mutex_};
    for (const auto& row : rows) {
        for (std::size_t i = 0; i < all_.size(); ++i) {
            if (row.dimension != name(static_cast<Dimension>(i))) continue;
            auto& counted =
                row.value == absent_value ? all_[i].absent : count_of(all_[i], row.value);
            counted.seen += row.seen;
            counted.judged += row.judged;
        }
    }
}

}  // namespace shadowdiff::pipeline
