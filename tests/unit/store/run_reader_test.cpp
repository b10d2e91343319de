// SPDX-License-Identifier: Apache-2.0
#include "store/run_reader.hpp"

#include "store/fingerprint.hpp"
#include "tests/unit/store/sample.hpp"

#include <SQLiteCpp/Database.h>
#include <doctest/doctest.h>

#include <fstream>

using namespace shadowdiff;
using namespace shadowdiff::store;
using namespace shadowdiff::store::test;

namespace {

/// A run file that holds the exchanges.
RunReader run_of(const Folder& folder, std::vector<ExchangeRow> exchanges) {
    RunWriter writer{folder / "run.db", sample_run()};
    Batch batch;
    batch.seen = exchanges.size();
    for (const auto& row : exchanges) {
        batch.tally.push_back(tally(1, row.route, row.verdict, 1, row.reason, row.severity));
    }
    batch.exchanges = std::move(exchanges);
    REQUIRE(writer.flush(batch).has_value());
    REQUIRE(writer.finish(9).has_value());
    auto reader = RunReader::open(folder / "run.db");
    REQUIRE(reader.has_value());
    return std::move(*reader);
}

bool contains(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

std::string refusal(const std::filesystem::path& file) {
    const auto reader = RunReader::open(file);
    return reader ? "" : reader.error().message;
}

}  // namespace

TEST_CASE("a file that cannot be read says why") {
    const Folder folder;
    CHECK(contains(refusal(folder / "none.db"), "none.db: there is no such file"));
    std::filesystem::create_directory(folder / "folder");
    CHECK(contains(refusal(folder / "folder"), "folder: it is no file"));
    std::ofstream{folder / "text"} << std::string(5'000, 'x');
    CHECK(contains(refusal(folder / "text"), "text: file is not a database"));
    std::ofstream{folder / "empty"}.flush();
    CHECK(contains(refusal(folder / "empty"), "it is another program's database, not a run file"));
    CHECK(std::filesystem::file_size(folder / "empty") == 0);
}

TEST_CASE("a database that is not as this version writes it is refused") {
    struct Row {
        const char* name;
        const char* change;
        const char* why;
    };
    const Row rows[] = {
        {"another program's", "PRAGMA application_id = 1", "another program's database"},
        {"a newer schema", "PRAGMA user_version = 2",
         "its schema has version 2, this shadowdiff knows 1 (read it with a newer one)"},
        {"a table is missing", "DROP TABLE noise", "noise is not what it should be"},
        {"a column was added", "ALTER TABLE run ADD COLUMN mine TEXT",
         "run is not what it should be"},
        {"a view was replaced", "DROP VIEW ledger; CREATE VIEW ledger AS SELECT 1",
         "ledger is not what it should be"},
        {"further tables and views are no fault",
         "CREATE TABLE mine (n); CREATE VIEW my_view AS SELECT 1", ""},
    };
    for (const auto& row : rows) {
        CAPTURE(row.name);
        const Folder folder;
        run_of(folder, {});
        SQLite::Database database{(folder / "run.db").string(), SQLite::OPEN_READWRITE};
        database.exec(row.change);
        const auto why = refusal(folder / "run.db");
        CHECK(contains(why, row.why));
        CHECK(why.empty() == std::string_view{row.why}.empty());
    }
}

TEST_CASE("a damaged file is an error, never a crash") {
    const Folder folder;
    std::vector<ExchangeRow> many;
    for (int i = 0; i < 40; ++i) {
        many.push_back(
            mismatched(std::to_string(1'000 + i), "GET /a", {finding("$.a", "$.a", "changed")}));
    }
    run_of(folder, many);
    const auto size = std::filesystem::file_size(folder / "run.db");
    for (std::uintmax_t at = 4'096; at < size; at += 4'096) {
        CAPTURE(at);
        std::filesystem::copy_file(folder / "run.db", folder / "hurt.db",
                                   std::filesystem::copy_options::overwrite_existing);
        {
            std::fstream file{folder / "hurt.db", std::ios::in | std::ios::out | std::ios::binary};
            file.seekp(static_cast<std::streamoff>(at));
            file << std::string(4'096, '\xA5');
        }
        const auto reader = RunReader::open(folder / "hurt.db");
        if (!reader) continue;
        try {
            (void)reader->rows();
        } catch (const StartupError& error) {
            CHECK(contains(error.what(), "hurt.db: "));
        }
    }
}

TEST_CASE("findings are sorted by severity, exchanges, route, pattern and kind") {
    const Folder folder;
    const auto medium = finding("$.m", "$.m", "changed", "medium");
    const auto reader = run_of(
        folder, {mismatched("a1", "GET /b", {finding("$.x", "$.x", "changed"), medium}),
                 mismatched("a2", "GET /b", {finding("$.x", "$.x", "changed"), medium}),
                 mismatched("a3", "GET /b", {medium, finding("$.z", "$.z", "missing", "low")}),
                 mismatched("a4", "GET /a",
                            {finding("$.x", "$.x", "retyped"), finding("$.x", "$.x", "changed")}),
                 mismatched("a5", "GET /a", {finding("$.w", "$.w", "changed")})});
    std::vector<std::string> order;
    for (const auto& row : reader.rows().findings) {
        order.push_back(row.severity + " " + std::to_string(row.exchanges) + " " + row.route + " " +
                        row.pattern + " " + row.kind);
    }
    const std::vector<std::string> expected = {
        "high 2 GET /b $.x changed", "high 1 GET /a $.w changed",   "high 1 GET /a $.x changed",
        "high 1 GET /a $.x retyped", "medium 3 GET /b $.m changed", "low 1 GET /b $.z missing",
    };
    CHECK(order == expected);
}

TEST_CASE("a finding counts exchanges and places, and has the highest severity seen") {
    const Folder folder;
    auto first = mismatched("a1", "GET /a",
                            {finding("$.i[0]", "$.i[*]", "changed", "low"),
                             finding("$.i[1]", "$.i[*]", "changed", "medium")});
    auto second = mismatched("a2", "GET /a", {finding("$.i[4]", "$.i[*]", "changed", "low")});
    auto noise = finding("$.i[5]", "$.i[*]", "changed");
    noise.standing = "noise";
    second.differences.push_back(noise);
    first.seen_at_us = 500;
    second.seen_at_us = 300;
    const auto rows = run_of(folder, {first, second}).rows();
    REQUIRE(rows.findings.size() == 1);
    const auto& found = rows.findings[0];
    CHECK(found.fingerprint == fingerprint("GET /a", "$.i[*]", "changed"));
    CHECK(found.severity == "medium");
    CHECK(found.exchanges == 2);
    CHECK(found.places == 3);
    CHECK(found.first_seen_us == 300);
    CHECK(found.last_seen_us == 500);
}

TEST_CASE("the example of a finding is the smallest request that was kept in full") {
    const Folder folder;
    const auto shown = [] { return std::vector{finding("$.a", "$.a", "changed")}; };
    auto large = mismatched("a1", "GET /a", shown());
    large.target = stored("/a?" + std::string(500, 'x'));
    auto light = mismatched("a2", "GET /a", shown());
    light.target = stored("/");
    light.request_headers = {};
    light.request_body_kept = false;
    auto small = mismatched("a3", "GET /a", shown());
    small.target = stored("/a");
    small.differences[0].legacy = stored("legacy's");
    small.differences[0].candidate = stored("candidate's");
    auto small_but_later = small;
    small_but_later.id = id_of("a0");
    small_but_later.seen_at_us += 1;
    const auto rows = run_of(folder, {large, light, small_but_later, small}).rows();
    REQUIRE(rows.findings.size() == 1);
    CHECK(rows.findings[0].example_id == small.id);
    CHECK(rows.findings[0].example_path == "$.a");
    CHECK(rows.findings[0].example_legacy == "legacy's");
    CHECK(rows.findings[0].example_candidate == "candidate's");
    CHECK(rows.examples == std::vector{small});
}

TEST_CASE("an exchange that is the example of several findings is listed once") {
    const Folder folder;
    const auto both = mismatched(
        "a1", "GET /a", {finding("$.a", "$.a", "changed"), finding("$.b", "$.b", "changed")});
    const auto other = mismatched("a2", "GET /0", {finding("$.a", "$.a", "changed", "low")});
    const auto rows = run_of(folder, {other, both}).rows();
    CHECK(rows.findings.size() == 3);
    CHECK(rows.examples == std::vector{both, other});
}

TEST_CASE("an exchange is found by any prefix of its id that is unambiguous") {
    const Folder folder;
    const auto reader =
        run_of(folder, {mismatched("ab1", "GET /a", {}), mismatched("ab2", "GET /b", {})});
    struct Row {
        const char* prefix;
        const char* expected;  // the route, or part of the error
    };
    const Row rows[] = {
        {"ab1", "GET /a"},
        {"ab2", "GET /b"},
        {"ab", "more than one exchange begins with ab"},
        {"", "no exchange begins with"},
        {"ac", "no exchange begins with ac"},
        {"%", "no exchange begins with %"},
        {"ab_", "no exchange begins with ab_"},
        {"ab1' OR 1", "no exchange begins with ab1' OR 1"},
        {"\x1b[2J", "no exchange begins with \\x1b[2J"},
    };
    for (const auto& row : rows) {
        CAPTURE(row.prefix);
        const auto found = reader.exchange(row.prefix);
        CHECK(contains(found ? found->route : found.error().message, row.expected));
    }
    CHECK(reader.exchange(id_of("ab1")).has_value());
    CHECK_FALSE(reader.exchange(id_of("ab1") + "0").has_value());
}

TEST_CASE("the exchanges of a finding come oldest first, no more than asked for") {
    const Folder folder;
    auto noise = finding("$.a", "$.a", "changed");
    noise.standing = "noise";
    auto late = mismatched("a1", "GET /a", {finding("$.a", "$.a", "changed")});
    late.seen_at_us = 900;
    auto early = mismatched("a2", "GET /a", {finding("$.a", "$.a", "changed")});
    early.seen_at_us = 100;
    const auto reader =
        run_of(folder, {late, early, mismatched("a3", "GET /a", {noise}),
                        mismatched("a4", "GET /b", {finding("$.a", "$.a", "changed")})});
    const auto mark = fingerprint("GET /a", "$.a", "changed");
    CHECK(reader.exchanges_of(mark, 10) == std::vector{early.id, late.id});
    CHECK(reader.exchanges_of(mark.substr(0, 6), 1) == std::vector{early.id});
    CHECK_FALSE(reader.exchanges_of("", 10).has_value());
    CHECK_FALSE(reader.exchanges_of("ffffffffffff", 10).has_value());
}

TEST_CASE("equal rows give equal reports, in whatever order they were written") {
    const Folder one;
    const Folder other;
    const auto a = mismatched("a1", "GET /a", {finding("$.a", "$.a", "changed")});
    const auto b = mismatched("b1", "GET /b", {finding("$.a", "$.a", "changed")});
    CHECK(run_of(one, {a, b}).rows() == run_of(other, {b, a}).rows());
}

TEST_CASE("a reader changes nothing") {
    const Folder folder;
    const auto reader = run_of(folder, {mismatched("a1", "GET /a", {})});
    const auto before = std::filesystem::last_write_time(folder / "run.db");
    (void)reader.rows();
    CHECK(std::filesystem::last_write_time(folder / "run.db") == before);
    CHECK(folder.entries() == 1);
}
