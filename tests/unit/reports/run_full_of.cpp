// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/reports/demo_run.hpp"
#include "tests/unit/reports/redacted_text.hpp"

#include <initializer_list>
#include <string>
#include <string_view>

namespace shadowdiff::reports {
namespace {

void each_text(std::string_view text, std::initializer_list<std::string*> fields) {
    for (std::string* field : fields) *field = text;
}

void fill_exchange(store::ExchangeRow& row, std::string_view text) {
    const redact::Redacted value = redacted(std::string{text});
    each_text(text, {&row.client, &row.route, &row.method, &row.pairing, &row.verdict, &row.reason,
                     &row.severity, &row.why});
    row.target = row.request_headers = row.request_body = value;
    for (store::AnswerRow& answer : row.answers) {
        each_text(text, {&answer.origin, &answer.failure});
        answer.detail = answer.headers = answer.body = value;
    }
    for (store::DifferenceRow& difference : row.differences) {
        each_text(text, {&difference.path, &difference.pattern, &difference.kind,
                         &difference.severity, &difference.standing});
        difference.legacy = difference.candidate = value;
    }
}

}  // namespace

store::RunRows run_full_of(std::string_view text) {
    store::RunRows rows = demo_run();
    each_text(text, {&rows.run.version, &rows.run.source, &rows.run.legacy, &rows.run.candidate,
                     &rows.run.secondary, &rows.run.method_policy});
    for (store::TallyRow& row : rows.tally) each_text(text, {&row.route, &row.reason});
    for (store::TallyRow& row : rows.minutes) each_text(text, {&row.verdict, &row.severity});
    for (store::CoverageRow& row : rows.coverage) row.reason = text;
    for (store::NoiseRow& row : rows.noise) each_text(text, {&row.route, &row.pattern, &row.kind});
    for (auto& row : rows.odd_one_out) each_text(text, {&row.route, &row.pattern, &row.kind});
    for (store::RuleRow& row : rows.rules) {
        each_text(text, {&row.name, &row.paths, &row.reason, &row.owner, &row.expires});
        for (auto& place : row.places) each_text(text, {&place.route, &place.pattern, &place.kind});
    }
    for (store::FindingRow& row : rows.findings) {
        each_text(text, {&row.fingerprint, &row.route, &row.pattern, &row.kind, &row.severity,
                         &row.example_path, &row.example_legacy, &row.example_candidate});
    }
    for (store::ExchangeRow& row : rows.examples) fill_exchange(row, text);
    return rows;
}

}  // namespace shadowdiff::reports
