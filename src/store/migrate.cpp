// SPDX-License-Identifier: Apache-2.0
#include "store/migrate.hpp"

#include "base/limits.hpp"
#include "store/choose_examples.hpp"
#include "store/exchange_writer.hpp"
#include "store/schema.hpp"
#include "store/shown.hpp"
#include "store/tables_exchange.hpp"
#include "store/tables_legs.hpp"
#include "store/tables_run.hpp"
#include "store/views.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>

#include <array>
#include <cstddef>

namespace shadowdiff::store {
namespace {

constexpr auto busy = static_cast<int>(StoreLimits{}.busy_max.count());

// Version 1 kept answers and bodies of all it kept in the tables of the exchange itself.
constexpr char set_aside_version_1[] = R"sql(
DROP VIEW finding; DROP VIEW balanced_tally; DROP VIEW ledger; DROP VIEW route_summary;
DROP VIEW minute_summary; DROP INDEX difference_by_fingerprint;
ALTER TABLE run RENAME TO run_1; ALTER TABLE tally RENAME TO tally_1;
ALTER TABLE coverage RENAME TO coverage_1; ALTER TABLE noise RENAME TO noise_1;
ALTER TABLE exchange RENAME TO exchange_1; ALTER TABLE answer RENAME TO answer_1;
ALTER TABLE difference RENAME TO difference_1;
)sql";

constexpr char take_counts_of_version_1[] = R"sql(
INSERT INTO run SELECT * FROM run_1; INSERT INTO tally SELECT * FROM tally_1;
INSERT INTO coverage SELECT * FROM coverage_1; INSERT INTO noise SELECT * FROM noise_1;
)sql";

constexpr char drop_version_1[] = R"sql(
DROP TABLE answer_1; DROP TABLE difference_1; DROP TABLE exchange_1; DROP TABLE noise_1;
DROP TABLE coverage_1; DROP TABLE tally_1; DROP TABLE run_1;
)sql";

class Version1 {
public:
    explicit Version1(SQLite::Database& database) : database_{database} {}

    void copy_exchanges() {
        ExchangeWriter writer{database_};
        exchanges_.each([&](RowReader row) {
            const auto key = row.integer();
            auto exchange = read(key, row);
            // Without heads it is no example of anything.
            if (!exchange.request_headers.text().empty()) choose_examples(exchange, examples_);
            writer.add(exchange);
        });
        writer.write_counts();
    }

private:
    ExchangeRow read(std::int64_t key, RowReader row) {
        ExchangeRow exchange;
        exchange.is_whole = true;
        exchange.id = row.text();
        exchange.seen_at_us = row.time_us();
        for (auto* text :
             {&exchange.client, &exchange.route, &exchange.method, &exchange.pairing,
              &exchange.verdict, &exchange.reason, &exchange.severity, &exchange.why}) {
            *text = row.text();
        }
        exchange.request_body_kept = row.truth();
        exchange.target = row.stored();
        exchange.request_headers = row.stored();
        exchange.request_body = row.stored();
        answers_.each([&](RowReader answer) { exchange.answers.push_back(read_answer(answer)); },
                      key);
        differences_.each(
            [&](RowReader one) {
                exchange.differences.push_back({one.text(), one.text(), one.text(), one.text(),
                                                one.text(), one.text(), one.stored(),
                                                one.stored()});
            },
            key);
        exchange.shown = shown_in(exchange.differences);
        set_outline(exchange);
        return exchange;
    }

    static AnswerRow read_answer(RowReader row) {
        AnswerRow answer;
        answer.leg = row.text();
        answer.origin = row.text();
        answer.attempt = static_cast<std::uint32_t>(row.integer());
        if (const auto status = row.optional_time_us()) {
            answer.status = static_cast<std::uint16_t>(*status);
        }
        answer.failure = row.text();
        answer.first_byte_us = row.optional_time_us();
        answer.last_byte_us = row.optional_time_us();
        answer.body_length = row.count();
        answer.body_kept = row.truth();
        answer.detail = row.stored();
        answer.headers = row.stored();
        answer.body = row.stored();
        return answer;
    }

    SQLite::Database& database_;
    judge::Examples examples_;
    Statement exchanges_{database_, R"sql(
        SELECT key, id, seen_at_us, client, route, method, pairing, verdict, reason,
               severity, why, request_body_kept, target, request_headers, request_body
        FROM exchange_1 ORDER BY request_headers = '', key
    )sql"};
    Statement answers_{database_, R"sql(
        SELECT leg, origin, attempt, status, failure, first_byte_us, last_byte_us, body_length,
               body_kept, detail, headers, body
        FROM answer_1 WHERE exchange_key = ? ORDER BY number
    )sql"};
    Statement differences_{database_, R"sql(
        SELECT fingerprint, path, pattern, kind, severity, standing, legacy, candidate
        FROM difference_1 WHERE exchange_key = ? ORDER BY number
    )sql"};
};

void from_version_1(SQLite::Database& database) {
    database.exec(set_aside_version_1);
    create_tables(database);
    database.exec(take_counts_of_version_1);
    Version1{database}.copy_exchanges();
    database.exec(drop_version_1);
}

// A table whose columns or whose index changed is made anew; others go on naming it meanwhile.
constexpr char drop_views[] = R"sql(
DROP VIEW finding; DROP VIEW balanced_tally; DROP VIEW ledger; DROP VIEW kept;
DROP VIEW route_summary; DROP VIEW minute_summary;
PRAGMA legacy_alter_table = ON;
)sql";

// In version 2 each id was in the index, also of what was left out.
void renew_exchanges(SQLite::Database& database) {
    database.exec("ALTER TABLE exchange RENAME TO exchange_2");
    database.exec(light_tables);
    database.exec("INSERT INTO exchange SELECT * FROM exchange_2; DROP TABLE exchange_2");
}

// Up to version 3 nobody counted what no noise explains.
void renew_fingerprints(SQLite::Database& database) {
    database.exec("ALTER TABLE fingerprint RENAME TO fingerprint_3");
    database.exec(fingerprint_table);
    database.exec(R"sql(
        INSERT INTO fingerprint
        SELECT key, fingerprint, standing, route, pattern, kind, severity, exchanges, places,
               reproduced, 0, first_seen_us, last_seen_us
        FROM fingerprint_3;
        DROP TABLE fingerprint_3;
    )sql");
}

void from_version_3(SQLite::Database& database) {
    database.exec(drop_views);
    renew_fingerprints(database);
    database.exec(dimension_table);
    database.exec(views);
    database.exec(fmt::format("PRAGMA user_version = {}", schema_version));
}

void from_version_2(SQLite::Database& database) {
    database.exec(drop_views);
    renew_exchanges(database);
    database.exec(leg_status_table);
    database.exec(views);
    from_version_3(database);
}

Result<int> version_in(const std::filesystem::path& file) {
    SQLite::Database database{file.string(), SQLite::OPEN_READONLY, busy};
    const auto version = version_of(database);
    if (!version || *version < schema_version) return version;
    if (const auto checked = check_schema(database); !checked) {
        return std::unexpected{checked.error()};
    }
    return version;
}

}  // namespace

Result<void> migrate(const std::filesystem::path& file) {
    const auto version = version_in(file);
    if (!version) return std::unexpected{version.error()};
    if (*version == schema_version) return {};
    if (*version < 1) {
        return std::unexpected{
            Error{fmt::format("its schema has version {}, which never was", *version)}};
    }
    SQLite::Database database{file.string(), SQLite::OPEN_READWRITE, busy};
    SQLite::Transaction transaction{database, SQLite::TransactionBehavior::IMMEDIATE};
    if (version_of(database) != *version) return migrate(file);  // another process was quicker
    constexpr std::array steps = {from_version_1, from_version_2, from_version_3};
    static_assert(steps.size() == schema_version - 1);
    steps[static_cast<std::size_t>(*version) - 1](database);
    if (const auto checked = check_schema(database); !checked) {
        return std::unexpected{checked.error()};
    }
    transaction.commit();
    return {};
}

}  // namespace shadowdiff::store
