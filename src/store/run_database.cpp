// SPDX-License-Identifier: Apache-2.0
#include "store/run_database.hpp"

#include "base/limits.hpp"
#include "store/schema.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace shadowdiff::store {
namespace {

constexpr std::uint64_t left_out_share = 10;  // of the size that is allowed, one part in so many
constexpr std::uint64_t left_out_row_bytes = 100;  // of the usual one

SQLite::Database open_for_writing(const RunFile& file) {
    // One thread uses it at a time.
    SQLite::Database database{file.path().string(), SQLite::OPEN_READWRITE | SQLite::OPEN_NOMUTEX,
                              static_cast<int>(StoreLimits{}.busy_max.count())};
    if (database.execAndGet("PRAGMA page_count").getInt64() == 0) create_schema(database);
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

}  // namespace

RunDatabase::RunDatabase(std::shared_ptr<RunFile> file, std::uint64_t bytes_max)
    : file_{std::move(file)}, bytes_max_{bytes_max}, sqlite_{open_for_writing(*file_)} {
    bound_log(sqlite_, bytes_max_);
}

void RunDatabase::begin(const RunRow& run) {
    insert_run_.run(run.version, run.source, run.legacy, run.candidate, run.secondary,
                    run.method_policy, run.started_at_us, run.ended_at_us);
    for (const auto& [name, value] : run.facts) set_fact_.run(name, value);
}

void RunDatabase::flush(const Batch& batch) {
    SQLite::Transaction transaction{sqlite_};
    write(batch);
    make_room(batch);
    transaction.commit();
    exchanges_.committed();
    evictor_.committed();
}

void RunDatabase::rolled_back() {
    exchanges_.rolled_back();
    evictor_.rolled_back();
}

void RunDatabase::finish(std::int64_t ended_at_us,
                         const std::map<std::string, std::string>& facts) {
    for (const auto& [name, value] : facts) set_fact_.run(name, value);
    set_end_.run(ended_at_us);
    sqlite_.exec("PRAGMA wal_checkpoint(TRUNCATE)");
    // A single file remains. While somebody reads it that cannot be, and the log stays beside.
    sqlite_.tryExec("PRAGMA journal_mode = DELETE");
}

void RunDatabase::copy_to(const std::filesystem::path& file) {
    Statement{sqlite_, "VACUUM INTO ?"}.run(file.string());
}

void RunDatabase::write(const Batch& batch) {
    set_seen_.run(batch.seen);
    for (const auto& [name, value] : batch.facts) set_fact_.run(name, value);
    for (std::size_t i = 0; i < blind_count; ++i) {
        const auto blind = static_cast<Blind>(i);
        if (batch.coverage[blind] == 0) continue;
        set_coverage_.run(std::string{name(blind)}, batch.coverage[blind]);
    }
    for (const auto& row : batch.tally) {
        add_tally_.run(row.minute, row.route, row.verdict, row.reason, row.severity, row.n);
    }
    for (const auto& row : batch.noise) {
        set_noise_.run(row.route, row.pattern, row.kind, row.compared, row.differed);
    }
    noise_table_.write(batch.odd_one_out);
    noise_table_.write(batch.routes);
    std::int64_t number = 0;
    for (const auto& row : batch.rules) {
        set_rule_.run(++number, row.name, row.action, row.paths, row.reason, row.owner, row.expires,
                      row.exchanges, row.differences, row.places_unlisted);
        for (const auto& place : row.places) {
            set_rule_place_.run(number, place.route, place.pattern, place.kind, place.exchanges,
                                place.checked, place.stable);
        }
    }
    for (const auto& row : batch.bounds) set_bound_.run(row.what, row.n);
    for (const auto& row : batch.leg_failures) {
        set_leg_failure_.run(row.leg, row.route, row.failure, row.n);
    }
    for (const auto& row : batch.leg_statuses) {
        add_leg_status_.run(row.route, row.leg, std::uint32_t{row.status}, row.n);
    }
    for (const auto& row : batch.dimensions) {
        add_dimension_.run(row.dimension, row.value, row.seen, row.judged);
    }
    for (const auto& row : batch.exchanges) exchanges_.add(row);
    exchanges_.write_counts();
    for (const auto& row : batch.left_out) exchanges_.add(row);
    if (batch.unwritten > 0) evictor_.count("unwritten", batch.unwritten);
    latency_.replace(batch.latency);
}

// What was left out is most of the traffic where little is let in: it has its share, so that the
// file does not grow to its bound, nor all that reads it wait, for rows that say so little.
void RunDatabase::make_room(const Batch& batch) {
    if (bytes_max_ == 0) return;
    evictor_.bound_left_out(batch.left_out.size(),
                            bytes_max_ / left_out_share / left_out_row_bytes);
    if (evictor_.bytes_used() > bytes_max_) evictor_.make_room(bytes_max_);
}

}  // namespace shadowdiff::store
