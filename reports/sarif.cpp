// SPDX-License-Identifier: Apache-2.0
// The report for code scanning: SARIF 2.1.0 (OASIS, 2020). A finding has a line where an API
// description declares its route; the fingerprint is the same from run to run.
#include "base/escape.hpp"
#include "diff/difference.hpp"
#include "judge/gate.hpp"
#include "reports/json_value.hpp"
#include "reports/render.hpp"
#include "reports/summary.hpp"
#include "reports/value_words.hpp"
#include "reports/wording.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <limits>
#include <set>

namespace shadowdiff::reports {
namespace {

using Json = nlohmann::ordered_json;

std::string_view level_of(std::string_view severity) {
    if (severity == name(diff::Severity::high)) return "error";
    return severity == name(diff::Severity::medium) ? "warning" : "note";
}

// A relative reference (RFC 3986): what is no unreserved sign or slash is written as %XX.
std::string uri_path(std::string_view file) {
    std::string uri;
    for (const char c : file) {
        const bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                              (c >= '0' && c <= '9') || std::string_view{"/._-~"}.contains(c);
        uri += is_plain ? std::string{c} : fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
    return uri;
}

Json text_json(std::string_view text) {
    Json json;
    json["text"] = printable(text);
    return json;
}

Json location_json(const store::FindingRow& finding, const ApiPlaces& places) {
    Json location;
    if (const auto line = places.lines.find(finding.route); line != places.lines.end()) {
        location["physicalLocation"]["artifactLocation"]["uri"] = uri_path(places.file);
        location["physicalLocation"]["region"]["startLine"] = line->second;
    }
    Json logical;
    logical["fullyQualifiedName"] = printable(finding.route + " " + finding.pattern);
    location["logicalLocations"] = Json::array({std::move(logical)});
    return location;
}

Json suppression_json(const FindingEntry& entry) {
    Json suppression;
    suppression["kind"] = "external";
    if (entry.decision) {
        suppression["justification"] =
            printable(entry.decision->owner + ": " + entry.decision->reason);
    } else {
        suppression["justification"] = entry.excused_by;
    }
    return suppression;
}

Json result_json(const FindingEntry& entry, const ApiPlaces& places, bool has_baseline) {
    const store::FindingRow& finding = entry.finding;
    const auto values = value_words(finding);
    const auto moving = moving_words(entry.trend);
    Json json;
    json["ruleId"] = printable(finding.kind);
    json["level"] = level_of(finding.severity);
    json["message"] = text_json(
        fmt::format("{} {} {}: legacy {}, candidate {}; {}{}{}", printable(finding.route),
                    printable(finding.pattern), kind_words(finding.kind, entry.hint), values.legacy,
                    values.candidate, counted(finding.exchanges, "exchange", "exchanges"),
                    moving.empty() ? "" : "; ", moving));
    json["locations"] = Json::array({location_json(finding, places)});
    json["partialFingerprints"]["shadowdiffFinding/v1"] = printable(finding.fingerprint);
    json["occurrenceCount"] = finding.exchanges;
    if (has_baseline && !entry.since.empty()) {
        json["baselineState"] = entry.since == "persisting" ? "unchanged" : "new";
    }
    json["suppressions"] = Json::array();
    if (!entry.excused_by.empty()) json["suppressions"].push_back(suppression_json(entry));
    return json;
}

Json rules_json(const Report& report) {
    std::set<std::string> kinds;
    for (const FindingEntry& entry : report.findings) kinds.insert(printable(entry.finding.kind));
    Json rules = Json::array();
    for (const std::string& kind : kinds) {
        Json rule;
        rule["id"] = kind;
        rule["shortDescription"] = text_json("what the candidate did with legacy's value: " + kind);
        rules.push_back(std::move(rule));
    }
    return rules;
}

// What SARIF has no place for, the answer and the questions, stands in the run's own properties.
Json properties_json(const Report& report) {
    Json json;
    json["answer"] = name(report.gate.answer);
    json["sentence"] = printable(gate_reason(report));
    json["questions"] = Json::array();
    for (const SummaryLine& line : summary(report)) {
        Json question;
        question["question"] = line.question;
        question["answer"] = printable(line.answer, std::numeric_limits<std::size_t>::max());
        json["questions"].push_back(std::move(question));
    }
    json["rules"] = Json::array();
    for (const std::string& sentence : report.rules) {
        json["rules"].push_back(printable(sentence, std::numeric_limits<std::size_t>::max()));
    }
    json["seen"] = report.seen;
    json["judged"] = report.judged;
    json["mismatches"] = report.mismatches;
    return json;
}

}  // namespace

std::string render_sarif(const Report& report, const ApiPlaces& places) {
    Json run;
    Json& driver = run["tool"]["driver"];
    driver["name"] = "shadowdiff";
    driver["version"] = printable(report.run.version);
    driver["rules"] = rules_json(report);
    run["columnKind"] = "unicodeCodePoints";
    run["results"] = Json::array();
    for (const FindingEntry& entry : report.findings) {
        run["results"].push_back(result_json(entry, places, report.has_baseline));
    }
    run["properties"] = properties_json(report);
    Json json;
    json["$schema"] = "https://json.schemastore.org/sarif-2.1.0.json";
    json["version"] = "2.1.0";
    json["runs"] = Json::array({std::move(run)});
    return json_document(json);
}

}  // namespace shadowdiff::reports
