// SPDX-License-Identifier: Apache-2.0
#include "store/migrate.hpp"

#include "store/schema.hpp"
#include "tests/unit/store/sample.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <doctest/doctest.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>

using namespace shadowdiff;
using namespace shadowdiff::store;
using namespace shadowdiff::store::test;

namespace {

std::filesystem::path old_file_in(const Folder& folder, const char* version) {
    std::ifstream sql{std::filesystem::path{std::getenv("SHADOWDIFF_FIXTURES")} / "schema" /
                      version};
    const std::string statements{std::istreambuf_iterator<char>{sql}, {}};
    REQUIRE_FALSE(statements.empty());
    const auto file = folder / "old.db";
    SQLite::Database database{file.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE};
    database.exec(statements);
    return file;
}

}  // namespace

TEST_CASE("a file of version 1 is brought forward in place, and nothing is lost") {
    const Folder folder;
    const auto file = old_file_in(folder, "version_1.sql");
    const auto reader = RunReader::open(file);
    REQUIRE(reader.has_value());
    const auto rows = reader->rows();
    CHECK(rows.run.source == "interface lo");
    CHECK(rows.seen == 12);
    CHECK(total(rows.tally) == 12);
    CHECK(rows.coverage == std::vector<CoverageRow>{{"gap_bytes", 7}});
    CHECK(rows.noise == std::vector<NoiseRow>{{"GET /a", "$.now", "changed", 4, 2}});
    REQUIRE(rows.findings.size() == 1);
    CHECK(rows.findings[0].exchanges == 3);
    CHECK(rows.findings[0].severity == "high");
    CHECK(rows.findings[0].example_id == "a2000000000000000000000000000002");
    CHECK(rows.exchanges_kept == 3);

    const auto first = reader->exchange("a1");
    REQUIRE(first.has_value());
    CHECK(first->target.text() == "/a?x=long");
    CHECK(first->answers[0].body.text() == R"({"a":10})");
    CHECK(first->answers[1].body.text() == "{\"a\":\xFF}");
    CHECK(first->differences.size() == 2);
    CHECK(first->legacy_us == 2'000);
    CHECK(reader->exchange("a2")->answers[1].failure == "refused");
    CHECK(reader->exchange("a2")->request_body.text() == "asked");
}

TEST_CASE("bringing a file forward happens once and leaves a sound database") {
    const Folder folder;
    const auto file = old_file_in(folder, "version_1.sql");
    REQUIRE(migrate(file).has_value());
    REQUIRE(migrate(file).has_value());
    SQLite::Database database{file.string()};
    CHECK(database.execAndGet("PRAGMA integrity_check").getString() == "ok");
    SQLite::Statement broken{database, "PRAGMA foreign_key_check"};
    CHECK_FALSE(broken.executeStep());
    CHECK(database.execAndGet("SELECT count(*) FROM body").getInt() == 4);
}

TEST_CASE("a file of version 1 that is damaged stays as it was") {
    const Folder folder;
    const auto file = old_file_in(folder, "version_1.sql");
    SQLite::Database database{file.string(), SQLite::OPEN_READWRITE};
    database.exec("DROP TABLE answer; CREATE TABLE answer (mine)");
    CHECK_FALSE(RunReader::open(file).has_value());
    CHECK(database.execAndGet("PRAGMA user_version").getInt() == 1);
    CHECK(database.execAndGet("SELECT count(*) FROM exchange").getInt() == 3);
}

TEST_CASE("a file of version 2 or 3 is brought forward in place, and nothing is lost") {
    for (const auto* version : {"version_2.sql", "version_3.sql"}) {
        CAPTURE(version);
        const Folder folder;
        const auto file = old_file_in(folder, version);
        const auto reader = RunReader::open(file);
        REQUIRE(reader.has_value());
        const auto rows = reader->rows();
        CHECK(rows.seen == 12);
        CHECK(rows.exchanges_kept == 4);
        CHECK(rows.dimensions.empty());
        REQUIRE(rows.findings.size() == 1);
        CHECK(rows.findings[0].example_id == "a2000000000000000000000000000002");
        CHECK(reader->exchange("a1")->differences.size() == 2);
        CHECK(reader->exchange("b1")->reason == "unsafe_method");
        CHECK(reader->exchange("a2")->request_body.text() == "asked");
        SQLite::Database database{file.string()};
        CHECK(check_schema(database).has_value());
        CHECK(database.execAndGet("PRAGMA integrity_check").getString() == "ok");
        SQLite::Statement broken{database, "PRAGMA foreign_key_check"};
        CHECK_FALSE(broken.executeStep());
    }
}

TEST_CASE("what version 3 counted by status is still there") {
    const Folder folder;
    const auto reader = RunReader::open(old_file_in(folder, "version_3.sql"));
    REQUIRE(reader.has_value());
    CHECK(reader->rows().leg_statuses == std::vector<LegStatusRow>{{"GET /a", "legacy", 200, 4}});
}
