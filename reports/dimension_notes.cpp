// SPDX-License-Identifier: Apache-2.0
#include "reports/dimension_notes.hpp"

#include "base/limits.hpp"
#include "reports/wording.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace shadowdiff::reports {
namespace {

constexpr std::array dimensions = {
    std::pair{std::string_view{"request_type"}, std::string_view{"types of requests"}},
    std::pair{std::string_view{"answer_type"}, std::string_view{"types of answers"}},
    std::pair{std::string_view{"tenant"}, std::string_view{"tenants"}},
    std::pair{std::string_view{"client"}, std::string_view{"clients"}},
};

std::vector<const store::DimensionRow*> rows_of(const Report& report, std::string_view dimension) {
    std::vector<const store::DimensionRow*> rows;
    for (const auto& row : report.dimensions) {
        if (row.dimension == dimension && row.seen > 0) rows.push_back(&row);
    }
    return rows;
}

}  // namespace

std::string dimension_words(std::string_view dimension, const store::RunRow& run) {
    const auto found =
        std::ranges::find(dimensions, dimension, &decltype(dimensions)::value_type::first);
    if (found == dimensions.end()) return as_words(dimension);
    std::string words{found->second};
    const auto header = run.facts.find("tenant_header");
    if (dimension == "tenant" && header != run.facts.end()) words += " (" + header->second + ")";
    return words;
}

std::string judged_dimensions(const Report& report) {
    constexpr std::size_t named_max = 3;
    std::string text;
    for (const auto& [dimension, words] : dimensions) {
        std::vector<std::string> values;
        for (const auto* row : rows_of(report, dimension)) {
            if (row->judged > 0 && row->value != "(none)") values.push_back(row->value);
        }
        if (values.empty()) continue;
        if (!text.empty()) text += "; ";
        text +=
            dimension_words(dimension, report.run) + " " + some_of(std::move(values), named_max);
    }
    return text;
}

std::vector<std::string> unjudged_notes(const Report& report) {
    std::vector<std::string> notes;
    for (const auto& [dimension, words] : dimensions) {
        const auto rows = rows_of(report, dimension);
        std::vector<std::string> unjudged;
        for (const auto* row : rows) {
            if (row->judged > 0) continue;
            unjudged.push_back(
                fmt::format("{} ({})", row->value, counted(row->seen, "request", "requests")));
        }
        if (unjudged.empty()) continue;
        notes.push_back(fmt::format("Of {} {} {} {} seen and never judged: {}.",
                                    grouped(rows.size()), dimension_words(dimension, report.run),
                                    grouped(unjudged.size()), unjudged.size() == 1 ? "was" : "were",
                                    some_of(unjudged, ReportLimits{}.names_max)));
    }
    return notes;
}

}  // namespace shadowdiff::reports
