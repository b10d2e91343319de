// SPDX-License-Identifier: Apache-2.0
#include "reports/json_counts.hpp"

namespace shadowdiff::reports {
namespace {

using Json = nlohmann::ordered_json;

Json rule_place_json(const store::RulePlaceRow& place) {
    Json json;
    json["route"] = place.route;
    json["path"] = place.pattern;
    json["kind"] = place.kind;
    json["exchanges"] = place.exchanges;
    json["checked"] = place.checked;
    json["stable"] = place.stable;
    return json;
}

}  // namespace

Json rules_json(const Report& report) {
    Json rows = Json::array();
    for (const store::RuleRow& row : report.rule_rows) {
        Json json;
        json["name"] = row.name;
        json["action"] = row.action;
        json["paths"] = row.paths;
        json["reason"] = row.reason;
        json["owner"] = row.owner;
        json["expires"] = row.expires;
        json["exchanges"] = row.exchanges;
        json["differences"] = row.differences;
        json["places_unlisted"] = row.places_unlisted;
        json["places"] = Json::array();
        for (const auto& place : row.places) json["places"].push_back(rule_place_json(place));
        rows.push_back(std::move(json));
    }
    return rows;
}

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

Json odd_one_out_json(const Report& report) {
    Json rows = Json::array();
    for (const store::OddOneOutRow& row : report.odd_one_out) {
        Json json;
        json["route"] = row.route;
        json["path"] = row.pattern;
        json["kind"] = row.kind;
        json["present"] = row.present;
        json["only_legacy"] = row.only_legacy;
        json["only_candidate"] = row.only_candidate;
        json["moved"] = row.moved;
        json["all_differ"] = row.all_differ;
        json["p"] = row.p;
        json["q"] = row.q;
        json["effect"] = row.effect;
        json["effect_low"] = row.effect_low;
        json["effect_high"] = row.effect_high;
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

Json dimensions_json(const Report& report) {
    Json rows = Json::array();
    for (const store::DimensionRow& row : report.dimensions) {
        Json json;
        json["dimension"] = row.dimension;
        json["value"] = row.value;
        json["seen"] = row.seen;
        json["judged"] = row.judged;
        rows.push_back(std::move(json));
    }
    return rows;
}

Json statuses_json(const Report& report) {
    Json rows = Json::array();
    for (const store::LegStatusRow& row : report.statuses) {
        Json json;
        json["route"] = row.route;
        json["leg"] = row.leg;
        json["status"] = row.status;
        json["n"] = row.n;
        rows.push_back(std::move(json));
    }
    return rows;
}

}  // namespace shadowdiff::reports
