// SPDX-License-Identifier: Apache-2.0
// A run file that is open for writing: its connection, its statements, and what they write.
#pragma once

#include "store/batch.hpp"
#include "store/evictor.hpp"
#include "store/exchange_writer.hpp"
#include "store/latency_table.hpp"
#include "store/noise_table.hpp"
#include "store/run_file.hpp"
#include "store/statement.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>

namespace shadowdiff::store {

/// Every member throws SQLite::Exception where the file cannot be written.
class RunDatabase {
public:
    /// An empty file gets its tables.
    RunDatabase(std::shared_ptr<RunFile> file, std::uint64_t bytes_max);

    void begin(const RunRow& run);
    /// All of it, or none.
    void flush(const Batch& batch);
    void rolled_back();
    void finish(std::int64_t ended_at_us, const std::map<std::string, std::string>& facts);
    void fold_log() { sqlite_.tryExec("PRAGMA wal_checkpoint(PASSIVE)"); }

    /// All that was committed, into an empty file.
    void copy_to(const std::filesystem::path& file);
    bool is_in_place() const { return file_->is_in_place(); }

private:
    void write(const Batch& batch);
    void make_room(const Batch& batch);

    std::shared_ptr<RunFile> file_;
    std::uint64_t bytes_max_;
    SQLite::Database sqlite_;

    Statement insert_run_{sqlite_, R"sql(
        INSERT INTO run (id, version, source, legacy, candidate, secondary, method_policy,
                         started_at_us, ended_at_us, seen)
        VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, 0)
    )sql"};
    Statement set_seen_{sqlite_, "UPDATE run SET seen = ?"};
    Statement set_end_{sqlite_, "UPDATE run SET ended_at_us = ?"};
    Statement set_coverage_{sqlite_, R"sql(
        INSERT INTO coverage (reason, n) VALUES (?, ?)
        ON CONFLICT DO UPDATE SET n = excluded.n
    )sql"};
    Statement add_tally_{sqlite_, R"sql(
        INSERT INTO tally (minute, route, verdict, reason, severity, n) VALUES (?, ?, ?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET n = n + excluded.n
    )sql"};
    Statement set_noise_{sqlite_, R"sql(
        INSERT INTO noise (route, pattern, kind, compared, differed) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET compared = excluded.compared, differed = excluded.differed
    )sql"};
    Statement set_rule_{sqlite_, R"sql(
        INSERT OR REPLACE INTO rule (number, name, action, paths, reason, owner, expires, exchanges,
                                     differences, places_unlisted)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    )sql"};
    Statement set_rule_place_{sqlite_, R"sql(
        INSERT OR REPLACE INTO rule_place (rule, route, pattern, kind, exchanges, checked, stable)
        VALUES (?, ?, ?, ?, ?, ?, ?)
    )sql"};
    Statement set_bound_{sqlite_, R"sql(
        INSERT INTO bound (what, n) VALUES (?, ?) ON CONFLICT DO UPDATE SET n = excluded.n
    )sql"};
    Statement set_leg_failure_{sqlite_, R"sql(
        INSERT INTO leg_failure (leg, route, failure, n) VALUES (?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET n = excluded.n
    )sql"};
    Statement add_dimension_{sqlite_, R"sql(
        INSERT INTO dimension (dimension, value, seen, judged) VALUES (?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET seen = seen + excluded.seen, judged = judged + excluded.judged
    )sql"};
    Statement add_leg_status_{sqlite_, R"sql(
        INSERT INTO leg_status (route, leg, status, n) VALUES (?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET n = n + excluded.n
    )sql"};
    Statement set_fact_{sqlite_, R"sql(
        INSERT INTO run_fact (name, value) VALUES (?, ?)
        ON CONFLICT DO UPDATE SET value = excluded.value
    )sql"};
    NoiseTable noise_table_{sqlite_};
    ExchangeWriter exchanges_{sqlite_};
    LatencyWriter latency_{sqlite_};
    Evictor evictor_{sqlite_, exchanges_};
};

}  // namespace shadowdiff::store
