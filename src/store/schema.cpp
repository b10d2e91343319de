// SPDX-License-Identifier: Apache-2.0
#include "store/schema.hpp"

#include "store/statement.hpp"
#include "store/tables_exchange.hpp"
#include "store/tables_latency.hpp"
#include "store/tables_legs.hpp"
#include "store/tables_noise.hpp"
#include "store/tables_rules.hpp"
#include "store/tables_run.hpp"
#include "store/views.hpp"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Transaction.h>
#include <fmt/format.h>

#include <map>
#include <string>

namespace shadowdiff::store {
namespace {

// Each group of tables in the order in which a new file gets them; views come last.
constexpr const char* schema_parts[] = {
    run_tables,   light_tables, fingerprint_table, exchange_detail_tables, latency_tables,
    noise_tables, rule_tables,  leg_tables,        leg_status_table,       dimension_table,
    views,
};

using Definitions = std::map<std::string, std::string>;

Definitions definitions_of(SQLite::Database& database) {
    Definitions definitions;
    Statement query{database, "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL"};
    query.each([&](RowReader row) {
        auto name = row.text();
        definitions[std::move(name)] = row.text();
    });
    return definitions;
}

std::int64_t pragma(SQLite::Database& database, const char* query) {
    return database.execAndGet(query).getInt64();
}

}  // namespace

void create_tables(SQLite::Database& database) {
    for (const auto* part : schema_parts) database.exec(part);
    database.exec(fmt::format("PRAGMA application_id = {}", application_id));
    database.exec(fmt::format("PRAGMA user_version = {}", schema_version));
}

void create_schema(SQLite::Database& database) {
    SQLite::Transaction transaction{database};
    create_tables(database);
    transaction.commit();
}

Result<int> version_of(SQLite::Database& database) {
    if (pragma(database, "PRAGMA application_id") != application_id) {
        return std::unexpected{Error{"it is another program's database, not a run file"}};
    }
    const auto version = pragma(database, "PRAGMA user_version");
    if (version > schema_version) {
        return std::unexpected{Error{fmt::format(
            "its schema has version {}, this shadowdiff knows {} (read it with a newer one)",
            version, schema_version)}};
    }
    return static_cast<int>(version);
}

Result<void> check_schema(SQLite::Database& database) {
    if (const auto version = version_of(database); !version) {
        return std::unexpected{version.error()};
    }
    SQLite::Database ours{":memory:", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE};
    create_schema(ours);
    const auto theirs = definitions_of(database);
    for (const auto& [name, sql] : definitions_of(ours)) {
        const auto found = theirs.find(name);
        if (found == theirs.end() || found->second != sql) {
            return std::unexpected{Error{
                fmt::format("it is damaged or was changed by another program: {} is not what it "
                            "should be",
                            name)}};
        }
    }
    return {};
}

}  // namespace shadowdiff::store
