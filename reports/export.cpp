// SPDX-License-Identifier: Apache-2.0
#include "reports/export.hpp"

#include "base/escape.hpp"
#include "http/message.hpp"
#include "judge/verdict.hpp"
#include "reports/header_lines.hpp"
#include "reports/json_pointer.hpp"
#include "reports/json_value.hpp"
#include "reports/wording.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <initializer_list>
#include <limits>

namespace shadowdiff::reports {
namespace {

using Json = nlohmann::ordered_json;

Json body_json(const store::StoredText& body, bool is_kept) {
    return is_kept ? Json(body.text()) : Json(nullptr);
}

// Pairs, so that order and repeated names are not lost.
Json headers_json(const store::StoredText& lines) {
    Json headers = Json::array();
    for (const auto& field : parse_header_lines(lines.text())) {
        headers.push_back(Json::array({field.name, field.value}));
    }
    return headers;
}

Json request_json(const store::ExchangeRow& exchange) {
    Json json;
    json["target"] = exchange.target.text();
    json["headers"] = headers_json(exchange.request_headers);
    json["body"] = body_json(exchange.request_body, exchange.request_body_kept);
    return json;
}

Json answer_json(const store::AnswerRow& answer) {
    Json json;
    json["leg"] = answer.leg;
    json["origin"] = answer.origin;
    json["attempt"] = answer.attempt;
    json["status"] = or_null(answer.status);
    json["failure"] = text_or_null(answer.failure);
    json["detail"] = text_or_null(answer.detail.text());
    json["first_byte_us"] = or_null(answer.first_byte_us);
    json["last_byte_us"] = or_null(answer.last_byte_us);
    json["body_length"] = answer.body_length;
    json["headers"] = headers_json(answer.headers);
    json["body"] = body_json(answer.body, answer.body_kept);
    return json;
}

Json shown_json(const store::ShownRow& shown) {
    Json json;
    json["fingerprint"] = shown.fingerprint;
    json["pattern"] = shown.pattern;
    json["kind"] = shown.kind;
    json["standing"] = shown.standing;
    json["severity"] = shown.severity;
    json["places"] = shown.places;
    json["reproduced"] = shown.reproduced;
    return json;
}

Json difference_json(const store::DifferenceRow& difference) {
    Json json;
    json["pointer"] = or_null(json_pointer(difference.path));
    json["path"] = difference.path;
    json["pattern"] = difference.pattern;
    json["kind"] = difference.kind;
    json["severity"] = difference.severity;
    json["standing"] = difference.standing;
    json["hint"] = text_or_null(difference.hint);
    json["legacy"] = difference.legacy.text();
    json["candidate"] = difference.candidate.text();
    json["fingerprint"] = difference.fingerprint;
    return json;
}

template <class Row>
Json list(const std::vector<Row>& rows, Json (*one)(const Row&)) {
    Json json = Json::array();
    for (const auto& row : rows) json.push_back(one(row));
    return json;
}

std::string number(const auto& value) { return value ? std::to_string(*value) : ""; }

std::string csv_row(std::initializer_list<std::string_view> cells) {
    std::string row;
    for (const auto cell : cells) row += csv_cell(cell) + ",";
    row.replace(row.size() - 1, 1, "\r\n");
    return row;
}

}  // namespace

std::string export_json(const store::ExchangeRow& exchange) {
    Json json;
    json["id"] = exchange.id;
    json["seen_at"] = utc_time(exchange.seen_at_us);
    json["route"] = exchange.route;
    json["route_origin"] = text_or_null(exchange.route_origin);
    json["method"] = exchange.method;
    json["verdict"] = exchange.verdict;
    json["reason"] = text_or_null(exchange.reason);
    json["severity"] = exchange.severity;
    json["legacy_status"] = or_null(exchange.legacy_status);
    json["candidate_status"] = or_null(exchange.candidate_status);
    json["legacy_us"] = or_null(exchange.legacy_us);
    json["candidate_us"] = or_null(exchange.candidate_us);
    json["findings"] = list(exchange.shown, shown_json);
    json["is_whole"] = exchange.is_whole;
    if (exchange.is_whole) {
        json["client"] = exchange.client;
        json["pairing"] = exchange.pairing;
        json["why"] = exchange.why;
        json["request"] = request_json(exchange);
        json["answers"] = list(exchange.answers, answer_json);
        json["differences"] = list(exchange.differences, difference_json);
    }
    return json.dump(-1, ' ', true, Json::error_handler_t::replace) + "\n";
}

std::string csv_cell(std::string_view text) {
    auto cell = printable(text, std::numeric_limits<std::size_t>::max());
    // A spreadsheet runs what begins so; the apostrophe says that it is text.
    constexpr std::string_view formula = "=+-@";
    if (!cell.empty() && formula.contains(cell.front())) cell.insert(0, "'");
    if (cell.find_first_of(",\"'") == std::string::npos) return cell;
    std::string quoted = "\"";
    for (const char c : cell) quoted += c == '"' ? "\"\"" : std::string(1, c);
    return quoted + "\"";
}

std::string export_csv_header() {
    return csv_row({"id", "seen_at", "route", "method", "verdict", "reason", "severity",
                    "legacy_status", "candidate_status", "legacy_us", "candidate_us", "findings",
                    "target", "why"});
}

std::string export_csv(const store::ExchangeRow& exchange) {
    std::string findings;
    for (const auto& shown : exchange.shown) {
        if (shown.standing != "finding") continue;
        findings += (findings.empty() ? "" : " ") + shown.fingerprint;
    }
    return csv_row({exchange.id, utc_time(exchange.seen_at_us), exchange.route, exchange.method,
                    exchange.verdict, exchange.reason, exchange.severity,
                    number(exchange.legacy_status), number(exchange.candidate_status),
                    number(exchange.legacy_us), number(exchange.candidate_us), findings,
                    exchange.target.text(), exchange.why});
}

namespace {

// Statuses are counted by leg, of all that were judged: which of them have one in common is not.
std::string status_summary(const store::RunRows& rows, const store::ExchangeFilter& filter,
                           std::uint64_t listed) {
    std::uint64_t by_legacy = 0;
    std::uint64_t by_candidate = 0;
    for (const auto& row : rows.leg_statuses) {
        if (row.status != filter.status) continue;
        if (!filter.route.empty() && filter.route != row.route) continue;
        (row.leg == "legacy" ? by_legacy : by_candidate) += row.n;
    }
    return fmt::format(
        "{} listed: of all that were judged{}, legacy answered {} in {}, the "
        "candidate in {}",
        counted(listed, "exchange", "exchanges"), filter.route.empty() ? "" : " on the route",
        filter.status, grouped(by_legacy), grouped(by_candidate));
}

}  // namespace

std::string export_summary(const store::RunRows& rows, const store::ExchangeFilter& filter,
                           std::uint64_t listed) {
    std::uint64_t counted_all = 0;
    if (!filter.finding.empty()) {
        for (const auto& finding : rows.findings) {
            if (finding.fingerprint.starts_with(filter.finding)) counted_all += finding.exchanges;
        }
    } else {
        for (const auto& row : rows.tally) {
            const auto fits = [](const std::string& asked, const std::string& is) {
                return asked.empty() || asked == is;
            };
            if (fits(filter.verdict, row.verdict) && fits(filter.reason, row.reason) &&
                fits(filter.route, row.route) && fits(filter.severity, row.severity)) {
                counted_all += row.n;
            }
        }
    }
    if (filter.status != 0) return status_summary(rows, filter, listed);
    const auto all = counted(counted_all, "exchange", "exchanges");
    const bool is_part = !filter.verdict.empty() || !filter.reason.empty() ||
                         !filter.route.empty() || !filter.severity.empty();
    if (!filter.finding.empty() && is_part && listed < counted_all) {
        return fmt::format("{} listed of {} that show the finding", grouped(listed), all);
    }
    if (listed >= counted_all) return fmt::format("all {} listed", all);
    return fmt::format("{} of {} listed: the others are counted and not kept", grouped(listed),
                       all);
}

}  // namespace shadowdiff::reports
