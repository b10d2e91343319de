// SPDX-License-Identifier: Apache-2.0
// docs/schema.md cannot rot: every table, view and column is told there in its order, and every
// example query runs.
#include "store/schema.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

using namespace shadowdiff;
using namespace shadowdiff::store;

namespace {

std::string read_document() {
    const auto* fixtures = std::getenv("SHADOWDIFF_FIXTURES");
    REQUIRE(fixtures != nullptr);
    std::ifstream file{std::filesystem::path{fixtures}.parent_path() / "docs/schema.md"};
    REQUIRE(file.is_open());
    return {std::istreambuf_iterator<char>{file}, {}};
}

// "### `name`" begins a table, "| `column` |" is a column of it.
std::string told_in(const std::string& document) {
    std::istringstream lines{document};
    std::string told;
    for (std::string line; std::getline(lines, line);) {
        const bool is_heading = line.starts_with("### `");
        if (!is_heading && !line.starts_with("| `")) continue;
        const auto begin = line.find('`') + 1;
        const auto name = line.substr(begin, line.find('`', begin) - begin);
        told += is_heading ? "\n" + name + ":" : " " + name;
    }
    return told;
}

std::string made_by(SQLite::Database& database) {
    std::string made;
    SQLite::Statement tables{database,
                             "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') "
                             "ORDER BY rowid"};
    while (tables.executeStep()) {
        const auto table = tables.getColumn(0).getString();
        made += "\n" + table + ":";
        SQLite::Statement columns{database, "SELECT name FROM pragma_table_info(?) ORDER BY cid"};
        columns.bind(1, table);
        while (columns.executeStep()) made += " " + columns.getColumn(0).getString();
    }
    return made;
}

std::vector<std::string> queries_in(const std::string& document) {
    std::vector<std::string> queries;
    for (auto at = document.find("```sql\n"); at != std::string::npos;
         at = document.find("```sql\n", at)) {
        at += 7;
        queries.push_back(document.substr(at, document.find("```", at) - at));
    }
    return queries;
}

}  // namespace

TEST_CASE("the document tells every table, view and column, in their order") {
    SQLite::Database database{":memory:", SQLite::OPEN_READWRITE};
    create_schema(database);
    CHECK(told_in(read_document()) == made_by(database));
}

TEST_CASE("the example queries of the document run") {
    SQLite::Database database{":memory:", SQLite::OPEN_READWRITE};
    create_schema(database);
    const auto queries = queries_in(read_document());
    CHECK(queries.size() >= 6);
    for (const auto& query : queries) {
        CAPTURE(query);
        SQLite::Statement statement{database, query};
        CHECK_NOTHROW(statement.executeStep());
    }
}

TEST_CASE("the file is marked as ours, with its version") {
    SQLite::Database database{":memory:", SQLite::OPEN_READWRITE};
    create_schema(database);
    CHECK(database.execAndGet("PRAGMA application_id").getInt64() == 0x73686466);
    CHECK(database.execAndGet("PRAGMA user_version").getInt() == 4);
    CHECK(check_schema(database).has_value());
}

TEST_CASE("every table is strict") {
    SQLite::Database database{":memory:", SQLite::OPEN_READWRITE};
    create_schema(database);
    CHECK(database
              .execAndGet("SELECT count(*) FROM pragma_table_list "
                          "WHERE type = 'table' AND schema = 'main' AND NOT strict "
                          "AND name <> 'sqlite_schema'")
              .getInt() == 0);
}
