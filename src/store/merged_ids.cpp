// SPDX-License-Identifier: Apache-2.0
#include "store/merged_ids.hpp"

#include "base/hash.hpp"

#include <fmt/format.h>

#include <utility>

namespace shadowdiff::store {
namespace {

SQLite::Database& with_table(SQLite::Database& database) {
    database.exec("CREATE TABLE taken (id TEXT PRIMARY KEY, input INTEGER) WITHOUT ROWID");
    return database;
}

}  // namespace

MergedIds::MergedIds() : transaction_{with_table(database_)} {}

void MergedIds::begin(std::string runs) {
    runs_ = std::move(runs);
    ++input_;
}

std::string MergedIds::own(std::string id) {
    while (!take(id)) id = to_hex(hash128(fmt::format("{}\n{}", id, runs_)));
    return id;
}

// What a run itself has twice stays as it is there.
bool MergedIds::take(const std::string& id) {
    std::int64_t by = 0;
    find_.each([&](RowReader row) { by = row.integer(); }, id);
    if (by == 0) insert_.run(id, input_);
    return by == 0 || by == input_;
}

}  // namespace shadowdiff::store
