// SPDX-License-Identifier: Apache-2.0
#include "store/row_columns.hpp"

namespace shadowdiff::store {

RunRow run_of(RowReader row) {
    return {row.text(), row.text(), row.text(),    row.text(),
            row.text(), row.text(), row.integer(), row.integer()};
}

TallyRow tally_of(RowReader row) {
    return {0, row.text(), row.text(), row.text(), row.text(), row.count()};
}

NoiseRow noise_of(RowReader row) {
    return {row.text(), row.text(), row.text(), row.count(), row.count()};
}

FindingRow finding_of(RowReader row) {
    return {row.text(),  row.text(),  row.text(),    row.text(),    row.text(),
            row.count(), row.count(), row.integer(), row.integer(), row.text(),
            row.text(),  row.text(),  row.text()};
}

AnswerRow answer_of(RowReader row) {
    AnswerRow answer;
    answer.leg = row.text();
    answer.origin = row.text();
    answer.attempt = static_cast<std::uint32_t>(row.integer());
    if (const auto status = row.optional_integer()) {
        answer.status = static_cast<std::uint16_t>(*status);
    }
    answer.failure = row.text();
    answer.first_byte_us = row.optional_integer();
    answer.last_byte_us = row.optional_integer();
    answer.body_length = row.count();
    answer.body_kept = row.truth();
    answer.detail = row.stored();
    answer.headers = row.stored();
    answer.body = row.stored();
    return answer;
}

DifferenceRow difference_of(RowReader row) {
    return {row.text(), row.text(), row.text(), row.text(), row.text(), row.stored(), row.stored()};
}

ExchangeRow exchange_of(RowReader row) {
    ExchangeRow exchange;
    exchange.id = row.text();
    exchange.seen_at_us = row.integer();
    exchange.client = row.text();
    exchange.route = row.text();
    exchange.method = row.text();
    exchange.pairing = row.text();
    exchange.verdict = row.text();
    exchange.reason = row.text();
    exchange.severity = row.text();
    exchange.why = row.text();
    exchange.request_body_kept = row.truth();
    exchange.target = row.stored();
    exchange.request_headers = row.stored();
    exchange.request_body = row.stored();
    return exchange;
}

}  // namespace shadowdiff::store
