// SPDX-License-Identifier: Apache-2.0
// The gate alone for programs; its shape is docs/gate.schema.json.
#include "reports/gate_missing.hpp"
#include "reports/json_gate.hpp"
#include "reports/json_value.hpp"
#include "reports/render.hpp"

#include <nlohmann/json.hpp>

namespace shadowdiff::reports {
namespace {

using Json = nlohmann::ordered_json;

constexpr int gate_schema_version = 1;

Json runs_json(const Report& report) {
    Json json;
    json["added_up"] = report.added_up;
    json["left_out"] = report.left_out;
    return json;
}

Json missing_json(const Report& report) {
    Json list = Json::array();
    for (const Missing& one : gate_missing(report)) {
        Json json;
        json["what"] = one.what;
        json["sentence"] = one.sentence;
        json["route"] = text_or_null(one.route);
        json["finding"] = text_or_null(one.fingerprint);
        json["more_needed"] = or_null(one.more_needed);
        list.push_back(std::move(json));
    }
    return list;
}

}  // namespace

std::string render_gate_json(const Report& report) {
    Json json;
    json["schema_version"] = gate_schema_version;
    json["runs"] = runs_json(report);
    json["gate"] = gate_json(report);
    json["totals"] = totals_json(report);
    json["missing"] = missing_json(report);
    json["routes"] = routes_json(report);
    json["decisions"] = decisions_json(report);
    return json_document(json);
}

}  // namespace shadowdiff::reports
