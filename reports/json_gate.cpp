// SPDX-License-Identifier: Apache-2.0
#include "reports/json_gate.hpp"

#include "judge/gate.hpp"
#include "reports/decision_state.hpp"
#include "reports/json_value.hpp"

namespace shadowdiff::reports {
namespace {

using Json = nlohmann::ordered_json;

}  // namespace

Json gate_json(const Report& report) {
    Json json;
    json["answer"] = name(report.gate.answer);
    json["sentence"] = report.gate.sentence;
    json["look"] = name(report.gate_options.look);
    json["jointly"] = report.gate_options.jointly;
    json["latency"] = report.gate_options.latency;
    json["coverage_min"] = report.gate_options.coverage_min;
    json["coverage"] = report.gate.coverage;
    json["holds_jointly"] = report.gate.holds_jointly;
    json["mismatch_rate_max"] = report.gate_options.mismatch_rate_max;
    json["confidence"] = report.gate_options.confidence;
    return json;
}

Json totals_json(const Report& report) {
    Json json;
    json["seen"] = report.seen;
    json["judged"] = report.judged;
    json["mismatches"] = report.mismatches;
    json["low_mismatches"] = report.low_mismatches;
    json["excused"] = report.excused;
    json["due"] = report.due;
    json["upper_bound"] = report.upper_bound;
    return json;
}

Json routes_json(const Report& report) {
    Json routes = Json::array();
    for (const RouteLine& line : report.routes) {
        Json json;
        json["route"] = line.route;
        json["seen"] = line.seen;
        json["judged"] = line.judged;
        json["mismatches"] = line.mismatches;
        json["excused"] = line.excused;
        json["lower_bound"] = line.lower_bound;
        json["upper_bound"] = line.upper_bound;
        json["joint_upper_bound"] = line.joint_upper_bound;
        json["open_findings"] = line.open_findings;
        json["readiness"] = text_or_null(line.readiness);
        json["answer"] = text_or_null(line.answer);
        json["more_needed"] = line.more_needed;
        routes.push_back(std::move(json));
    }
    return routes;
}

Json decision_json(const judge::FindingDecision& decision) {
    Json json;
    json["finding"] = decision.fingerprint;
    json["as"] = name(decision.as);
    json["reason"] = decision.reason;
    json["owner"] = decision.owner;
    json["decided"] = text_or_null(decision.decided);
    json["expires"] = text_or_null(decision.expires);
    return json;
}

Json decisions_json(const Report& report) {
    Json list = Json::array();
    for (const StatedDecision& stated : stated_decisions(report)) {
        Json json = decision_json(stated.decision);
        json["state"] = name(stated.state);
        list.push_back(std::move(json));
    }
    return list;
}

}  // namespace shadowdiff::reports
