// SPDX-License-Identifier: Apache-2.0
// Which files a reader takes.
#include "store/run_reader.hpp"
#include "tests/unit/store/sample.hpp"

#include <SQLiteCpp/Database.h>
#include <doctest/doctest.h>

#include <fstream>

using namespace shadowdiff;
using namespace shadowdiff::store;
using namespace shadowdiff::store::test;

namespace {

std::string refusal_to_read(const std::filesystem::path& file) {
    const auto reader = RunReader::open(file);
    return reader ? "" : reader.error().message;
}

}  // namespace

TEST_CASE("a file that cannot be read says why") {
    const Folder folder;
    CHECK(contains(refusal_to_read(folder / "none.db"), "none.db: there is no such file"));
    std::filesystem::create_directory(folder / "folder");
    CHECK(contains(refusal_to_read(folder / "folder"), "folder: it is no file"));
    std::ofstream{folder / "text"} << std::string(5'000, 'x');
    CHECK(contains(refusal_to_read(folder / "text"), "text: file is not a database"));
    std::ofstream{folder / "empty"}.flush();
    CHECK(contains(refusal_to_read(folder / "empty"),
                   "it is another program's database, not a run file"));
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
        {"a newer schema", "PRAGMA user_version = 5",
         "its schema has version 5, this shadowdiff knows 4 (read it with a newer one)"},
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
        const auto why = refusal_to_read(folder / "run.db");
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
