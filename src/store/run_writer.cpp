// SPDX-License-Identifier: Apache-2.0
#include "store/run_writer.hpp"

#include "base/escape.hpp"
#include "base/limits.hpp"
#include "store/evictor.hpp"
#include "store/latency_table.hpp"
#include "store/noise_table.hpp"
#include "store/run_file.hpp"
#include "store/schema.hpp"
#include "store/statement.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdint>

namespace shadowdiff::store {
namespace {

constexpr std::uint64_t left_out_share = 10;  // of the size that is allowed, one part in so many
constexpr std::uint64_t left_out_row_bytes = 100;  // of the usual one

SQLite::Database open_new(const RunFile& file) {
    // One thread uses it at a time.
    SQLite::Database database{file.path().string(), SQLite::OPEN_READWRITE | SQLite::OPEN_NOMUTEX,
                              static_cast<int>(StoreLimits{}.busy_max.count())};
    create_schema(database);
    // Readers do not stop the writer, and a process that dies leaves what it committed.
    database.exec("PRAGMA journal_mode = WAL");
    database.exec("PRAGMA synchronous = NORMAL");
    // KiB: ids and digests fall anywhere into their indices, which the usual 2 MiB do not hold.
    database.exec("PRAGMA cache_size = -16384");
    return database;
}

// One page that changes with every batch is folded in once for many; but the log stands beside a
// file that may be small, and counts as well.
void bound_log(SQLite::Database& database, std::uint64_t bytes_max) {
    constexpr std::uint64_t page_bytes = 4'096;
    constexpr std::uint64_t pages_max = 4'096;
    constexpr std::uint64_t pages_min = 64;
    const auto share = bytes_max == 0 ? pages_max : bytes_max / page_bytes / 8;
    database.exec(
        fmt::format("PRAGMA wal_autocheckpoint = {}", std::clamp(share, pages_min, pages_max)));
}

Error cannot_write(const RunFile& file, std::string_view why, std::string_view what_to_try) {
    return {fmt::format("cannot write to {}: {} ({})", printable(file.path().string()), why,
                        what_to_try)};
}

}  // namespace

struct RunWriter::Database {
    Database(const std::filesystem::path& path, const RunRow& run, std::uint64_t room);

    void write(const Batch& batch);
    void make_room(const Batch& batch);
    template <class Work>
    Result<void> attempt(Work work);

    RunFile file;
    std::uint64_t bytes_max;
    SQLite::Database sqlite{open_new(file)};

    Statement insert_run{sqlite, R"sql(
        INSERT INTO run (id, version, source, legacy, candidate, secondary, method_policy,
                         started_at_us, ended_at_us, seen)
        VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, 0)
    )sql"};
    Statement set_seen{sqlite, "UPDATE run SET seen = ?"};
    Statement set_end{sqlite, "UPDATE run SET ended_at_us = ?"};
    Statement set_coverage{sqlite, R"sql(
        INSERT INTO coverage (reason, n) VALUES (?, ?)
        ON CONFLICT DO UPDATE SET n = excluded.n
    )sql"};
    Statement add_tally{sqlite, R"sql(
        INSERT INTO tally (minute, route, verdict, reason, severity, n) VALUES (?, ?, ?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET n = n + excluded.n
    )sql"};
    Statement set_noise{sqlite, R"sql(
        INSERT INTO noise (route, pattern, kind, compared, differed) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET compared = excluded.compared, differed = excluded.differed
    )sql"};
    Statement set_rule{sqlite, R"sql(
        INSERT OR REPLACE INTO rule (number, name, action, paths, reason, owner, expires, exchanges,
                                     differences, places_unlisted)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    )sql"};
    Statement set_rule_place{sqlite, R"sql(
        INSERT OR REPLACE INTO rule_place (rule, route, pattern, kind, exchanges, checked, stable)
        VALUES (?, ?, ?, ?, ?, ?, ?)
    )sql"};
    Statement set_bound{sqlite, R"sql(
        INSERT INTO bound (what, n) VALUES (?, ?) ON CONFLICT DO UPDATE SET n = excluded.n
    )sql"};
    Statement set_leg_failure{sqlite, R"sql(
        INSERT INTO leg_failure (leg, route, failure, n) VALUES (?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET n = excluded.n
    )sql"};
    Statement set_fact{sqlite, R"sql(
        INSERT INTO run_fact (name, value) VALUES (?, ?)
        ON CONFLICT DO UPDATE SET value = excluded.value
    )sql"};
    NoiseTable noise_table{sqlite};
    ExchangeWriter exchanges{sqlite};
    LatencyWriter latency{sqlite};
    Evictor evictor{sqlite, exchanges};
};

RunWriter::Database::Database(const std::filesystem::path& path, const RunRow& run,
                              std::uint64_t room)
    : file{path}, bytes_max{room} {
    bound_log(sqlite, bytes_max);
    insert_run.run(run.version, run.source, run.legacy, run.candidate, run.secondary,
                   run.method_policy, run.started_at_us, run.ended_at_us);
    for (const auto& [name, value] : run.facts) set_fact.run(name, value);
}

void RunWriter::Database::write(const Batch& batch) {
    set_seen.run(batch.seen);
    for (const auto& [name, value] : batch.facts) set_fact.run(name, value);
    for (std::size_t i = 0; i < blind_count; ++i) {
        const auto blind = static_cast<Blind>(i);
        if (batch.coverage[blind] == 0) continue;
        set_coverage.run(std::string{name(blind)}, batch.coverage[blind]);
    }
    for (const auto& row : batch.tally) {
        add_tally.run(row.minute, row.route, row.verdict, row.reason, row.severity, row.n);
    }
    for (const auto& row : batch.noise) {
        set_noise.run(row.route, row.pattern, row.kind, row.compared, row.differed);
    }
    noise_table.write(batch.odd_one_out);
    noise_table.write(batch.routes);
    std::int64_t number = 0;
    for (const auto& row : batch.rules) {
        set_rule.run(++number, row.name, row.action, row.paths, row.reason, row.owner, row.expires,
                     row.exchanges, row.differences, row.places_unlisted);
        for (const auto& place : row.places) {
            set_rule_place.run(number, place.route, place.pattern, place.kind, place.exchanges,
                               place.checked, place.stable);
        }
    }
    for (const auto& row : batch.bounds) set_bound.run(row.what, row.n);
    for (const auto& row : batch.leg_failures) {
        set_leg_failure.run(row.leg, row.route, row.failure, row.n);
    }
    for (const auto& row : batch.exchanges) exchanges.add(row);
    exchanges.write_counts();
    for (const auto& row : batch.left_out) exchanges.add(row);
    if (batch.unwritten > 0) evictor.count("unwritten", batch.unwritten);
    latency.replace(batch.latency);
}

// What was left out is most of the traffic where little is let in: it has its share, so that the
// file does not grow to its bound, nor all that reads it wait, for rows that say so little.
void RunWriter::Database::make_room(const Batch& batch) {
    if (bytes_max == 0) return;
    evictor.bound_left_out(batch.left_out.size(), bytes_max / left_out_share / left_out_row_bytes);
    if (evictor.bytes_used() > bytes_max) evictor.make_room(bytes_max);
}

template <class Work>
Result<void> RunWriter::Database::attempt(Work work) {
    if (!file.is_in_place()) {
        return std::unexpected{cannot_write(file, "it was removed or replaced during the run",
                                            "leave the run file alone until the run has ended")};
    }
    try {
        work();
        return {};
    } catch (const SQLite::Exception& failure) {
        exchanges.rolled_back();
        evictor.rolled_back();
        return std::unexpected{cannot_write(file, failure.what(),
                                            "is its disk full? what was written before is kept")};
    }
}

RunWriter::RunWriter(const std::filesystem::path& file, const RunRow& run,
                     std::uint64_t bytes_max) try
    : database_{std::make_unique<Database>(file, run, bytes_max)} {
} catch (const SQLite::Exception& failure) {
    throw StartupError{fmt::format("cannot write the run to {}: {} (is its disk full?)",
                                   printable(file.string()), failure.what())};
}

RunWriter::~RunWriter() = default;

Result<void> RunWriter::flush(const Batch& batch) {
    return database_->attempt([&] {
        SQLite::Transaction transaction{database_->sqlite};
        database_->write(batch);
        database_->make_room(batch);
        transaction.commit();
        database_->exchanges.committed();
        database_->evictor.committed();
    });
}

void RunWriter::fold_log() { database_->sqlite.tryExec("PRAGMA wal_checkpoint(PASSIVE)"); }

Result<void> RunWriter::finish(std::int64_t ended_at_us,
                               const std::map<std::string, std::string>& facts) {
    return database_->attempt([&] {
        for (const auto& [name, value] : facts) database_->set_fact.run(name, value);
        database_->set_end.run(ended_at_us);
        database_->sqlite.exec("PRAGMA wal_checkpoint(TRUNCATE)");
        // A single file remains. While somebody reads it that cannot be, and the log stays beside.
        database_->sqlite.tryExec("PRAGMA journal_mode = DELETE");
    });
}

}  // namespace shadowdiff::store
