// SPDX-License-Identifier: Apache-2.0
#include "store/run_file.hpp"

#include "tests/unit/store/sample.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <fstream>

using namespace shadowdiff;
using namespace shadowdiff::store;
using namespace shadowdiff::store::test;

namespace {

std::string refusal(const std::filesystem::path& file) {
    try {
        const RunFile run{file};
    } catch (const StartupError& error) {
        return error.what();
    }
    return "";
}

void write(const std::filesystem::path& file, const std::string& bytes) {
    std::ofstream{file, std::ios::binary} << bytes;
}

std::string read(const std::filesystem::path& file) {
    std::ifstream stream{file, std::ios::binary};
    return {std::istreambuf_iterator<char>{stream}, {}};
}

}  // namespace

TEST_CASE("a new run file is empty and readable by its owner alone, whatever the umask") {
    const Folder folder;
    const auto before = ::umask(0);
    const RunFile run{folder / "run.db"};
    ::umask(before);
    struct stat status{};
    REQUIRE(::stat((folder / "run.db").c_str(), &status) == 0);
    CHECK((status.st_mode & 0777U) == 0600U);
    CHECK(status.st_size == 0);
    CHECK(run.is_in_place());
}

TEST_CASE("another's file is refused and stays as it was") {
    struct Row {
        const char* name;
        std::string bytes;
    };
    std::string other_database(100, '\0');
    other_database.replace(0, 16, std::string{"SQLite format 3\0", 16});
    auto no_database = other_database;
    no_database.replace(0, 6, "NoSuch");
    no_database.replace(68, 4, "shdf");
    const Row rows[] = {
        {"a text", "dear diary"},
        {"a long text", std::string(5'000, 'x')},
        {"another program's database", other_database},
        {"our mark in no database", no_database},
        {"one byte", "S"},
    };
    const Folder folder;
    for (const auto& row : rows) {
        CAPTURE(row.name);
        write(folder / "mine", row.bytes);
        const auto why = refusal(folder / "mine");
        CHECK(contains(why, "mine: it is there and is not one of our run files"));
        CHECK(read(folder / "mine") == row.bytes);
    }
}

TEST_CASE("what is no file is refused") {
    const Folder folder;
    std::filesystem::create_directory(folder / "folder");
    CHECK(contains(refusal(folder / "folder"), "it is there and is no file"));
    CHECK(contains(refusal("/dev/null"), "it is there and is no file"));
    REQUIRE(::mkfifo((folder / "pipe").c_str(), 0600) == 0);
    CHECK(contains(refusal(folder / "pipe"), "it is there and is no file"));
}

TEST_CASE("a folder that is not there is named, with what to try") {
    const Folder folder;
    const auto why = refusal(folder / "no" / "run.db");
    CHECK(contains(why,
                   "no/run.db: No such file or directory (name a file in a folder that you "
                   "may write to)"));
}

TEST_CASE("an empty file and an earlier run are replaced, with what lay beside them") {
    const Folder folder;
    std::string earlier(100, '\0');
    earlier.replace(0, 16, std::string{"SQLite format 3\0", 16});
    earlier.replace(68, 4, "shdf");
    for (const auto& bytes : {std::string{}, earlier}) {
        write(folder / "run.db", bytes);
        write(folder / "run.db-wal", "old log");
        write(folder / "run.db-shm", "old index");
        write(folder / "run.db-journal", "old journal");
        const RunFile run{folder / "run.db"};
        CHECK(read(folder / "run.db").empty());
        CHECK(folder.entries() == 1);
    }
}

TEST_CASE("a run file that another process writes is not replaced") {
    const Folder folder;
    const RunFile held{folder / "run.db"};
    CHECK(contains(refusal(folder / "run.db"), "another shadowdiff is writing it"));
    CHECK(held.is_in_place());
}

TEST_CASE("a link is never written through when it leads nowhere") {
    const Folder folder;
    std::filesystem::create_symlink(folder / "elsewhere", folder / "run.db");
    const RunFile run{folder / "run.db"};
    CHECK_FALSE(std::filesystem::exists(folder / "elsewhere"));
    CHECK_FALSE(std::filesystem::is_symlink(folder / "run.db"));
}

TEST_CASE("a file that was removed, renamed or replaced is no longer in place") {
    const Folder folder;
    const auto path = folder / "run.db";
    {
        const RunFile run{path};
        std::filesystem::remove(path);
        CHECK_FALSE(run.is_in_place());
        write(path, "");
        CHECK_FALSE(run.is_in_place());
    }
    const RunFile run{path};
    std::filesystem::rename(path, folder / "moved");
    CHECK_FALSE(run.is_in_place());
    std::filesystem::rename(folder / "moved", path);
    CHECK(run.is_in_place());
}
