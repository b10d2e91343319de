// SPDX-License-Identifier: Apache-2.0
#include "reports/json_counts.hpp"

namespace shadowdiff::reports {
namespace {

using Json = nlohmann::ordered_json;

}  // namespace

Json noise_json(const Report& report) {
    Json rows = Json::array();
    for (const store::NoiseRow& row : report.noise) {
        Json json;
        json["route"] = row.route;
        json["path"] = row.pattern;
        json["kind"] = row.kind;
        json["compared"] = row.compared;
        json["differed"] = row.differed;
        rows.push_back(std::move(json));
    }
    return rows;
}

Json failures_json(const Report& report) {
    Json rows = Json::array();
    for (const store::LegFailureRow& row : report.failures) {
        Json json;
        json["leg"] = row.leg;
        json["route"] = row.route;
        json["failure"] = row.failure;
        json["n"] = row.n;
        rows.push_back(std::move(json));
    }
    return rows;
}

}  // namespace shadowdiff::reports
