// SPDX-License-Identifier: Apache-2.0
#include "reports/page_data.hpp"

#include "base/escape.hpp"
#include "base/limits.hpp"
#include "reports/latency_curve.hpp"
#include "reports/page_example.hpp"
#include "reports/page_limits.hpp"
#include "reports/shell_word.hpp"
#include "reports/value_words.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <map>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

namespace shadowdiff::reports {
namespace {

using Json = nlohmann::ordered_json;
using ErrorHandler = Json::error_handler_t;

Json timeline_json(const Report& report) {
    Json json;
    json["step_s"] = report.timeline.step_us / 1'000'000;
    for (const char* key : {"start_s", "seen", "judged", "mismatches", "lower", "upper"}) {
        json[key] = Json::array();
    }
    for (const TimelineStep& step : report.timeline.steps) {
        json["start_s"].push_back(step.start_us / 1'000'000);
        json["seen"].push_back(step.seen);
        json["judged"].push_back(step.judged);
        json["mismatches"].push_back(step.mismatches);
        // The band of each step for itself, and two-sided with 90 % where the gate asks for 95 %.
        const auto band =
            judge::exact_bounds(step.mismatches, step.judged, report.gate_options.confidence);
        json["lower"].push_back(step.judged == 0 ? Json(nullptr) : Json(band.lower));
        json["upper"].push_back(step.judged == 0 ? Json(nullptr) : Json(band.upper));
    }
    return json;
}

Json leg_curve(const Sketch& sketch) {
    Json json;
    json["n"] = sketch.count();
    json["curve"] = Json::array();
    for (const CurvePoint& point : latency_curve(sketch)) {
        json["curve"].push_back(
            Json::array({point.quantile, std::llround(point.us), std::llround(point.lower_us),
                         std::llround(point.upper_us)}));
    }
    return json;
}

Json curve_json(std::string_view route, const Sketch& legacy, const Sketch& candidate,
                bool is_indicative) {
    Json json;
    json["route"] = printable(route);
    json["is_indicative"] = is_indicative;
    json["legacy"] = leg_curve(legacy);
    json["candidate"] = leg_curve(candidate);
    return json;
}

// All routes together first, then each, the busiest first.
Json latency_curves(const Report& report) {
    Json json = Json::array();
    if (report.latency.empty()) return json;
    Sketch legacy;
    Sketch candidate;
    bool is_any_indicative = false;
    for (const LatencyLine& line : report.latency) {
        legacy.merge(line.legacy);
        candidate.merge(line.candidate);
        is_any_indicative |= line.is_indicative;
    }
    json.push_back(curve_json("", legacy, candidate, is_any_indicative));
    std::vector<const LatencyLine*> busiest;
    for (const LatencyLine& line : report.latency) busiest.push_back(&line);
    std::ranges::sort(busiest, [](const LatencyLine* one, const LatencyLine* other) {
        return std::tuple{other->candidate.count(), std::string_view{one->route},
                          std::string_view{one->origin}} <
               std::tuple{one->candidate.count(), std::string_view{other->route},
                          std::string_view{other->origin}};
    });
    busiest.resize(std::min(busiest.size(), PageLimits{}.curves_max));
    for (const LatencyLine* line : busiest) {
        json.push_back(curve_json(line->route, line->legacy, line->candidate, line->is_indicative));
    }
    return json;
}

Json decision_json(const FindingEntry& entry) {
    if (!entry.decision) return nullptr;
    Json json;
    json["as"] = name(entry.decision->as);
    json["reason"] = printable(entry.decision->reason);
    json["owner"] = printable(entry.decision->owner);
    json["decided"] = printable(entry.decision->decided);
    json["expires"] = printable(entry.decision->expires);
    return json;
}

// Examples that were taken in, by the exchange's id; the bytes that they take.
class Examples {
public:
    explicit Examples(const store::RunRow& run) : run_{run} {}

    Json place_of(const store::ExchangeRow& exchange) {
        if (exchange.id.empty() || !exchange.is_whole) return nullptr;
        if (const auto known = places_.find(exchange.id); known != places_.end()) {
            return known->second;
        }
        if (list_.size() == ReportLimits{}.page_examples_max) return nullptr;
        auto example = page_example(exchange, run_);
        const auto size = example.dump(-1, ' ', true, ErrorHandler::replace).size();
        const PageLimits limits;
        if (size > limits.example_bytes_max || bytes_ + size > limits.examples_bytes_max) {
            return nullptr;
        }
        bytes_ += size;
        list_.push_back(std::move(example));
        const auto place = list_.size() - 1;
        places_[exchange.id] = place;
        return place;
    }

    Json take() { return std::move(list_); }

private:
    const store::RunRow& run_;
    std::map<std::string_view, std::size_t> places_;
    std::size_t bytes_ = 0;
    Json list_ = Json::array();
};

Json finding_json(const FindingEntry& entry, Examples& examples) {
    const store::FindingRow& finding = entry.finding;
    const auto values = value_words(finding);
    Json json;
    json["id"] = printable(finding.fingerprint);
    json["route"] = printable(finding.route);
    json["path"] = printable(finding.pattern);
    json["kind"] = kind_words(finding.kind, entry.hint);
    json["severity"] = printable(finding.severity);
    json["count"] = finding.exchanges;
    json["places"] = finding.places;
    json["reproduced"] = finding.reproduced;
    json["since"] = entry.since;
    json["excused_by"] = entry.excused_by;
    json["decision"] = decision_json(entry);
    json["first_s"] = finding.first_seen_us / 1'000'000;
    json["last_s"] = finding.last_seen_us / 1'000'000;
    json["trend"] = entry.trend.direction == judge::Direction::unknown
                        ? ""
                        : judge::name(entry.trend.direction);
    json["trend_words"] = trend_words(entry.trend);
    json["legacy"] = values.legacy;
    json["candidate"] = values.candidate;
    json["exchange"] = printable(finding.example_id);
    json["place"] = printable(finding.example_path);
    json["example"] = examples.place_of(entry.example);
    return json;
}

// Only inside texts does JSON have these signs, and there \uXXXX says the same.
std::string for_script(std::string_view json) {
    std::string text;
    for (std::size_t i = 0; i < json.size(); ++i) {
        switch (json[i]) {
            case '<': text += "\\u003c"; break;
            case '>': text += "\\u003e"; break;
            case '&': text += "\\u0026"; break;
            case '\\':
                ++i;
                text += json[i] == '"' ? std::string{"\\u0022"} : std::string{'\\', json[i]};
                break;
            default: text += json[i];
        }
    }
    return text;
}

}  // namespace

std::string page_data(const Report& report) {
    Json json;
    json["run_file"] = report.file.empty() ? "RUN.db" : shell_argument(report.file);
    json["limit"] = report.gate_options.mismatch_rate_max;
    json["confidence"] = report.gate_options.confidence;
    json["has_baseline"] = report.has_baseline;
    json["timeline"] = timeline_json(report);
    json["latency"] = latency_curves(report);
    Examples examples{report.run};
    json["findings"] = Json::array();
    for (const FindingEntry& entry : report.findings) {
        json["findings"].push_back(finding_json(entry, examples));
    }
    json["examples"] = examples.take();
    return for_script(json.dump(-1, ' ', true, ErrorHandler::replace));
}

}  // namespace shadowdiff::reports
