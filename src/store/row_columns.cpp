// SPDX-License-Identifier: Apache-2.0
#include "store/row_columns.hpp"

namespace shadowdiff::store {
namespace {

std::optional<std::uint16_t> status_of(RowReader& row) {
    const auto status = row.optional_time_us();
    if (!status) return std::nullopt;
    return static_cast<std::uint16_t>(*status);
}

void read_body(RowReader& row, BodyReader& bodies, StoredText& body, bool& is_kept) {
    const auto key = row.optional_time_us();
    is_kept = key.has_value();
    if (key) body = bodies.get(*key);
}

}  // namespace

RunRow run_of(RowReader row) {
    RunRow run;
    for (auto* text : {&run.version, &run.source, &run.legacy, &run.candidate, &run.secondary,
                       &run.method_policy}) {
        *text = row.text();
    }
    run.started_at_us = row.time_us();
    run.ended_at_us = row.time_us();
    return run;
}

TallyRow tally_of(RowReader row) {
    return {0, row.text(), row.text(), row.text(), row.text(), row.count()};
}

NoiseRow noise_of(RowReader row) {
    return {row.text(), row.text(), row.text(), row.count(), row.count()};
}

FindingRow finding_of(RowReader row) {
    FindingRow finding;
    for (auto* text : {&finding.fingerprint, &finding.route, &finding.pattern, &finding.kind,
                       &finding.severity}) {
        *text = row.text();
    }
    for (auto* count :
         {&finding.exchanges, &finding.places, &finding.reproduced, &finding.broken}) {
        *count = row.count();
    }
    finding.first_seen_us = row.time_us();
    finding.last_seen_us = row.time_us();
    for (auto* text : {&finding.example_id, &finding.example_path, &finding.example_legacy,
                       &finding.example_candidate}) {
        *text = row.text();
    }
    finding.kept = row.count();
    return finding;
}

ShownRow shown_of(RowReader row) {
    return {row.text(), row.text(), row.text(), row.text(), row.text(), row.count(), row.truth()};
}

AnswerRow answer_of(RowReader row, BodyReader& bodies) {
    AnswerRow answer;
    answer.leg = row.text();
    answer.origin = row.text();
    answer.attempt = static_cast<std::uint32_t>(row.integer());
    answer.status = status_of(row);
    answer.failure = row.text();
    answer.first_byte_us = row.optional_time_us();
    answer.last_byte_us = row.optional_time_us();
    answer.body_length = row.count();
    answer.detail = row.stored();
    answer.headers = row.stored();
    read_body(row, bodies, answer.body, answer.body_kept);
    return answer;
}

DifferenceRow difference_of(RowReader row) {
    return {row.text(), row.text(),   row.text(),   row.text(), row.text(),
            row.text(), row.stored(), row.stored(), row.text()};
}

ExchangeRow exchange_of(RowReader row) {
    ExchangeRow exchange;
    exchange.id = row.text();
    exchange.seen_at_us = row.time_us();
    exchange.route = row.text();
    exchange.method = row.text();
    exchange.verdict = row.text();
    exchange.reason = row.text();
    exchange.severity = row.text();
    exchange.legacy_status = status_of(row);
    exchange.candidate_status = status_of(row);
    exchange.legacy_us = row.optional_time_us();
    exchange.candidate_us = row.optional_time_us();
    exchange.is_whole = row.truth();
    exchange.route_origin = row.text();
    return exchange;
}

void read_request(RowReader row, BodyReader& bodies, ExchangeRow& into) {
    into.client = row.text();
    into.pairing = row.text();
    into.why = row.text();
    into.target = row.stored();
    into.request_headers = row.stored();
    read_body(row, bodies, into.request_body, into.request_body_kept);
}

}  // namespace shadowdiff::store
