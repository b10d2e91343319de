// SPDX-License-Identifier: Apache-2.0
#include "reports/json_latency.hpp"

#include <cmath>

namespace shadowdiff::reports {
namespace {

using Json = nlohmann::ordered_json;

Json leg_json(const Sketch& sketch) {
    Json json;
    json["n"] = sketch.count();
    for (const auto& [name, q] : {std::pair{"p50_us", 0.5}, {"p95_us", 0.95}, {"p99_us", 0.99}}) {
        const auto value = sketch.quantile(q);
        json[name] = value ? Json(std::llround(*value)) : Json(nullptr);
    }
    return json;
}

Json quantile_json(const judge::QuantileComparison& comparison) {
    Json json;
    json["quantile"] = comparison.quantile;
    json["answer"] = name(comparison.speed);
    json["pairs"] = comparison.pairs;
    json["pairs_min"] = comparison.pairs_min;
    json["legacy_us"] = comparison.legacy_us;
    json["candidate_us"] = comparison.candidate_us;
    json["ratio"] = comparison.ratio;
    json["ratio_lower"] = comparison.ratio_lower;
    json["ratio_upper"] = comparison.ratio_upper;
    return json;
}

}  // namespace

Json latency_json(const Report& report) {
    Json lines = Json::array();
    for (const LatencyLine& line : report.latency) {
        Json json;
        json["route"] = line.route;
        json["legacy_origin"] = line.origin;
        json["is_indicative"] = line.is_indicative;
        json["legacy"] = leg_json(line.legacy);
        json["candidate"] = leg_json(line.candidate);
        json["quantiles"] = Json::array();
        for (const auto& one : line.quantiles) json["quantiles"].push_back(quantile_json(one));
        lines.push_back(std::move(json));
    }
    return lines;
}

}  // namespace shadowdiff::reports
