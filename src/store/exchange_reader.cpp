// SPDX-License-Identifier: Apache-2.0
#include "store/exchange_reader.hpp"

#include "store/row_columns.hpp"

namespace shadowdiff::store {

ExchangeRow ExchangeReader::get(const std::string& id) {
    ExchangeRow exchange;
    std::int64_t key = 0;
    by_id_.each(
        [&](RowReader row) {
            key = row.integer();
            exchange = exchange_of(row);
        },
        id);
    if (key != 0) read_rest(key, exchange);
    return exchange;
}

void ExchangeReader::each(const ExchangeFilter& filter,
                          const std::function<bool(const ExchangeRow&)>& visit) {
    filtered_.each(
        [&](RowReader row) {
            const auto key = row.integer();
            auto exchange = exchange_of(row);
            read_rest(key, exchange);
            return visit(exchange);
        },
        filter.verdict, filter.reason, filter.route, filter.finding);
}

void ExchangeReader::read_rest(std::int64_t key, ExchangeRow& into) {
    shown_.each([&](RowReader row) { into.shown.push_back(shown_of(row)); }, key);
    if (!into.is_whole) return;
    request_.each([&](RowReader row) { read_request(row, bodies_, into); }, key);
    answers_.each([&](RowReader row) { into.answers.push_back(answer_of(row, bodies_)); }, key);
    differences_.each([&](RowReader row) { into.differences.push_back(difference_of(row)); }, key);
}

}  // namespace shadowdiff::store
