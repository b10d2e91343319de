// SPDX-License-Identifier: Apache-2.0
#include "store/body_table.hpp"

#include "store/schema.hpp"
#include "tests/unit/store/sample.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <doctest/doctest.h>

using namespace shadowdiff;
using namespace shadowdiff::store;
using namespace shadowdiff::store::test;

namespace {

SQLite::Database without_rows() {
    SQLite::Database database{":memory:", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE};
    create_schema(database);
    return database;
}

struct Bodies {
    SQLite::Database database{without_rows()};
    BodyWriter writer{database};
    BodyReader reader{database};

    int uses(std::int64_t key) {
        SQLite::Statement query{database, "SELECT uses FROM body WHERE key = ?"};
        query.bind(1, key);
        return query.executeStep() ? query.getColumn(0).getInt() : 0;
    }
};

}  // namespace

TEST_CASE("a body is there once, and goes with its last use") {
    Bodies bodies;
    const auto key = bodies.writer.put(stored("one"));
    CHECK(bodies.writer.put(stored("other")) != key);
    CHECK(bodies.writer.put(stored("one")) == key);
    CHECK(bodies.uses(key) == 2);
    bodies.writer.release(key);
    CHECK(bodies.uses(key) == 1);
    bodies.writer.release(key);
    CHECK(bodies.uses(key) == 0);
}

TEST_CASE("a body that went is written anew, whoever has its key by now") {
    Bodies bodies;
    const auto key = bodies.writer.put(stored("one"));
    bodies.writer.release(key);
    REQUIRE(bodies.writer.put(stored("other")) == key);
    const auto again = bodies.writer.put(stored("one"));
    CHECK(again != key);
    CHECK(bodies.reader.get(key) == stored("other"));
    CHECK(bodies.reader.get(again) == stored("one"));
    CHECK(bodies.writer.put(stored("one")) == again);
}

TEST_CASE("a body whose transaction was undone is written anew") {
    Bodies bodies;
    std::int64_t undone = 0;
    {
        const SQLite::Transaction transaction{bodies.database};
        undone = bodies.writer.put(stored("one"));
    }
    bodies.writer.rolled_back();
    REQUIRE(bodies.uses(undone) == 0);
    const auto key = bodies.writer.put(stored("one"));
    CHECK(bodies.uses(key) == 1);
    CHECK(bodies.reader.get(key) == stored("one"));
}
