// SPDX-License-Identifier: Apache-2.0
#include "store/statement.hpp"

#include <SQLiteCpp/Exception.h>
#include <doctest/doctest.h>

#include <cstdint>
#include <limits>
#include <string>

using namespace shadowdiff::store;

TEST_CASE("bytes come back as they went in; only text is stored as text") {
    struct Row {
        const char* name;
        std::string bytes;
        const char* type;
    };
    const Row rows[] = {
        {"empty", "", "text"},
        {"ASCII", "GET /a", "text"},
        {"controls", "a\r\n\x1b[2J\t", "text"},
        {"UTF-8", "caf\xC3\xA9 \xF0\x9F\x98\x80", "text"},
        {"NUL", std::string{"a\0b", 3}, "blob"},
        {"only a NUL", std::string(1, '\0'), "blob"},
        {"a lone continuation", "a\x80", "blob"},
        {"cut short", "caf\xC3", "blob"},
        {"overlong", "\xC0\xAF", "blob"},
        {"a surrogate", "\xED\xA0\x80", "blob"},
        {"beyond Unicode", "\xF4\x90\x80\x80", "blob"},
        {"Latin-1", "caf\xE9 ", "blob"},
    };
    SQLite::Database database{":memory:", SQLite::OPEN_READWRITE};
    database.exec("CREATE TABLE kept (bytes ANY NOT NULL) STRICT");
    Statement insert{database, "INSERT INTO kept VALUES (?)"};
    Statement select{database, "SELECT typeof(bytes), bytes FROM kept"};
    Statement clear{database, "DELETE FROM kept"};
    for (const auto& row : rows) {
        CAPTURE(row.name);
        CHECK(insert.run(row.bytes) == 1);
        select.each([&](RowReader read) {
            CHECK(read.text() == row.type);
            CHECK(read.text() == row.bytes);
        });
        clear.run();
    }
}

TEST_CASE("numbers that no run writes are refused, with their column") {
    SQLite::Database database{":memory:"};
    Statement select{database, "SELECT ? AS first_seen_us"};
    const auto refusal = [&](std::int64_t value, auto read) -> std::string {
        try {
            select.each([&](RowReader row) { read(row); }, value);
        } catch (const SQLite::Exception& refused) {
            return refused.what();
        }
        return "";
    };
    constexpr auto least = std::numeric_limits<std::int64_t>::min();
    const auto count = [](RowReader row) { return row.count(); };
    const auto time = [](RowReader row) { return row.time_us(); };
    const auto optional_time = [](RowReader row) { return row.optional_time_us(); };
    CHECK(refusal(-1, count) == "first_seen_us is -1: no run writes that");
    CHECK(refusal(0, count).empty());
    CHECK(refusal(-1, time).empty());
    CHECK(refusal(least, time).starts_with("first_seen_us is -9"));
    CHECK(refusal(-(least + 1), optional_time).starts_with("first_seen_us is 9"));
}

TEST_CASE("values are bound in order, and nothing of an earlier run is left") {
    SQLite::Database database{":memory:"};
    Statement select{database, "SELECT ?, ?, ?"};
    select.each(
        [](RowReader row) {
            CHECK(row.integer() == -7);
            CHECK(row.text() == "x");
            CHECK(row.truth());
        },
        std::int64_t{-7}, std::string{"x"}, true);
    select.each(
        [](RowReader row) {
            CHECK(row.optional_integer() == 3);
            CHECK_FALSE(row.optional_integer().has_value());
            CHECK_FALSE(row.optional_integer().has_value());
        },
        std::optional<std::uint16_t>{3}, std::optional<std::int64_t>{});
}

TEST_CASE("a statement that failed runs again") {
    SQLite::Database database{":memory:", SQLite::OPEN_READWRITE};
    database.exec("CREATE TABLE one (n INTEGER PRIMARY KEY) STRICT");
    Statement insert{database, "INSERT INTO one VALUES (?)"};
    CHECK(insert.run(std::int64_t{1}) == 1);
    CHECK_THROWS_AS(insert.run(std::int64_t{1}), SQLite::Exception);
    CHECK_THROWS_AS(insert.run(std::string{"no number"}), SQLite::Exception);
    CHECK(insert.run(std::int64_t{2}) == 1);
}
