// SPDX-License-Identifier: Apache-2.0
#include "store/exchange_reader.hpp"

#include "store/row_columns.hpp"

namespace shadowdiff::store {

std::vector<std::int64_t> ExchangeReader::find(const std::string& id) {
    std::vector<std::int64_t> keys;
    const auto take = [&](RowReader row) { keys.push_back(row.integer()); };
    compared_.each(take, id);
    if (keys.empty()) left_out_.each(take, id);
    return keys;
}

ExchangeRow ExchangeReader::get(std::int64_t key) {
    ExchangeRow exchange;
    by_key_.each([&](RowReader row) { exchange = exchange_of(row); }, key);
    read_rest(key, exchange);
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
        filter.verdict, filter.reason, filter.route, filter.finding, filter.severity, filter.status,
        filter.is_whole);
}

void ExchangeReader::read_rest(std::int64_t key, ExchangeRow& into) {
    shown_.each([&](RowReader row) { into.shown.push_back(shown_of(row)); }, key);
    if (!into.is_whole) return;
    request_.each([&](RowReader row) { read_request(row, bodies_, into); }, key);
    answers_.each([&](RowReader row) { into.answers.push_back(answer_of(row, bodies_)); }, key);
    differences_.each([&](RowReader row) { into.differences.push_back(difference_of(row)); }, key);
}

}  // namespace shadowdiff::store
