// SPDX-License-Identifier: Apache-2.0
#include "store/run_reader.hpp"

#include "base/escape.hpp"
#include "base/limits.hpp"
#include "store/dimension_table.hpp"
#include "store/exchange_reader.hpp"
#include "store/excused.hpp"
#include "store/latency_table.hpp"
#include "store/leg_table.hpp"
#include "store/migrate.hpp"
#include "store/noise_table.hpp"
#include "store/row_columns.hpp"
#include "store/rule_table.hpp"
#include "store/run_middle.hpp"
#include "store/statement.hpp"
#include "store/tally_table.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>

#include <set>
#include <system_error>

namespace shadowdiff::store {
namespace {

Error cannot_read(const std::filesystem::path& file, std::string_view why) {
    return {fmt::format("cannot read {}: {}", printable(file.string()), why)};
}

std::size_t bytes_of(const ExchangeRow& row) {
    auto bytes = row.request_headers.text().size() + row.request_body.text().size();
    for (const auto& answer : row.answers) {
        bytes += answer.headers.text().size() + answer.body.text().size();
    }
    return bytes;
}

// Prefixes are compared by hexadecimal digits alone, so none of LIKE's signs can come in.
bool is_hexadecimal(std::string_view text) {
    return !text.empty() && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

}  // namespace

struct RunReader::Database {
    explicit Database(const std::filesystem::path& path)
        : file{path},
          sqlite{path.string(), SQLite::OPEN_READONLY,
                 static_cast<int>(StoreLimits{}.busy_max.count())} {}

    RunRows rows(const RowsWanted& wanted);
    std::vector<ExchangeRow> examples_of(const std::vector<FindingRow>& findings);

    std::filesystem::path file;
    SQLite::Database sqlite;
    ExchangeReader exchanges{sqlite};
};

namespace {

// At most two: none, the one, or more than one.
template <class Name>
Result<Name> only_one(const std::vector<Name>& found, std::string_view what,
                      std::string_view prefix) {
    const auto asked = printable(prefix, 64);
    if (found.empty()) {
        return std::unexpected{Error{fmt::format("no {} begins with {} in this run", what, asked)}};
    }
    if (found.size() > 1) {
        return std::unexpected{
            Error{fmt::format("more than one {} begins with {} (give more digits)", what, asked)}};
    }
    return found.front();
}

}  // namespace

RunRows RunReader::Database::rows(const RowsWanted& wanted) {
    const SQLite::Transaction one_moment{sqlite};
    RunRows rows;
    Statement{sqlite,
              "SELECT version, source, legacy, candidate, secondary, method_policy, "
              "started_at_us, ended_at_us FROM run"}
        .each([&](RowReader row) { rows.run = run_of(row); });
    Statement{sqlite, "SELECT seen FROM run"}.each([&](RowReader row) { rows.seen = row.count(); });
    Statement{sqlite, "SELECT name, value FROM run_fact"}.each([&](RowReader row) {
        auto name = row.text();
        rows.run.facts[std::move(name)] = row.text();
    });
    if (wanted.trend) rows.middle_minute = middle_minute(sqlite);
    read_tally(sqlite, rows);
    Statement{sqlite, "SELECT reason, n FROM coverage WHERE n > 0 ORDER BY reason"}.each(
        [&](RowReader row) { rows.coverage.push_back({row.text(), row.count()}); });
    Statement{sqlite, "SELECT route, pattern, kind, compared, differed FROM noise ORDER BY 1, 2, 3"}
        .each([&](RowReader row) { rows.noise.push_back(noise_of(row)); });
    rows.odd_one_out = read_odd_one_out(sqlite);
    rows.routes = read_routes(sqlite);
    rows.rules = read_rules(sqlite);
    Statement{sqlite, "SELECT what, n FROM bound ORDER BY what"}.each(
        [&](RowReader row) { rows.bounds.push_back({row.text(), row.count()}); });
    rows.leg_failures = read_leg_failures(sqlite);
    rows.leg_statuses = read_leg_statuses(sqlite);
    rows.dimensions = read_dimensions(sqlite);
    Statement{sqlite, R"sql(
        SELECT fingerprint, route, pattern, kind, severity, exchanges, places, reproduced,
               broken, first_seen_us, last_seen_us, example_id, example_path, example_legacy,
               example_candidate, kept
        FROM finding
        ORDER BY CASE severity WHEN 'high' THEN 0 WHEN 'medium' THEN 1 WHEN 'low' THEN 2 ELSE 3 END,
                 exchanges DESC, route, pattern, kind
    )sql"}
        .each([&](RowReader row) { rows.findings.push_back(finding_of(row)); });
    count_earlier(sqlite, rows);
    Statement{sqlite, "SELECT what, n FROM eviction WHERE n > 0 ORDER BY what"}.each(
        [&](RowReader row) { rows.evicted.push_back({row.text(), row.count()}); });
    if (wanted.latency) rows.latency = read_latency(sqlite);
    if (wanted.examples) rows.examples = examples_of(rows.findings);
    return rows;
}

// One exchange may be the example of several findings; it is listed once.
std::vector<ExchangeRow> RunReader::Database::examples_of(const std::vector<FindingRow>& findings) {
    const StoreLimits limits;
    std::vector<ExchangeRow> examples;
    std::set<std::string_view> ids;
    std::size_t bytes = 0;
    for (const auto& finding : findings) {
        if (ids.size() == limits.examples_max || bytes > limits.examples_bytes_max) break;
        if (finding.example_id.empty() || !ids.insert(finding.example_id).second) continue;
        const auto keys = exchanges.find(finding.example_id);
        if (keys.empty()) continue;
        examples.push_back(exchanges.get(keys.front()));
        bytes += bytes_of(examples.back());
    }
    return examples;
}

Result<RunReader> RunReader::open(const std::filesystem::path& file) {
    std::error_code no_matter;
    if (!std::filesystem::exists(file, no_matter)) {
        return std::unexpected{cannot_read(file, "there is no such file")};
    }
    if (!std::filesystem::is_regular_file(file, no_matter)) {
        return std::unexpected{cannot_read(file, "it is no file")};
    }
    try {
        if (const auto usable = migrate(file); !usable) {
            return std::unexpected{cannot_read(file, usable.error().message)};
        }
        return RunReader{std::make_unique<Database>(file)};
    } catch (const SQLite::Exception& failure) {
        return std::unexpected{cannot_read(file, failure.what())};
    }
}

RunRows RunReader::rows(const RowsWanted& wanted) const try {
    return database_->rows(wanted);
} catch (const SQLite::Exception& failure) {
    throw StartupError{cannot_read(database_->file, failure.what()).message};
}

std::map<std::string, std::uint64_t> RunReader::excused_by(
    const std::vector<std::string>& fingerprints) const try {
    return count_excused(database_->sqlite, fingerprints);
} catch (const SQLite::Exception& failure) {
    throw StartupError{cannot_read(database_->file, failure.what()).message};
}

Result<ExchangeRow> RunReader::exchange(std::string_view id) const try {
    const SQLite::Transaction one_moment{database_->sqlite};
    std::vector<std::int64_t> found;
    if (is_hexadecimal(id)) found = database_->exchanges.find(std::string{id});
    const auto only = only_one(found, "exchange", id);
    if (!only) return std::unexpected{only.error()};
    return database_->exchanges.get(*only);
} catch (const SQLite::Exception& failure) {
    return std::unexpected{cannot_read(database_->file, failure.what())};
}

std::vector<TallyRow> RunReader::tally() const try {
    std::vector<TallyRow> rows;
    Statement{
        database_->sqlite,
        "SELECT minute, route, verdict, reason, severity, n FROM tally ORDER BY 1, 2, 3, 4, 5"}
        .each([&](RowReader row) {
            const auto minute = row.integer();
            rows.push_back(tally_of(row));
            rows.back().minute = minute;
        });
    return rows;
} catch (const SQLite::Exception& failure) {
    throw StartupError{cannot_read(database_->file, failure.what()).message};
}

void RunReader::each_exchange(const ExchangeFilter& filter,
                              const std::function<void(const ExchangeRow&)>& visit) const {
    each_exchange_while(filter, [&](const ExchangeRow& row) {
        visit(row);
        return true;
    });
}

void RunReader::each_exchange_while(const ExchangeFilter& filter,
                                    const std::function<bool(const ExchangeRow&)>& visit) const
    try {
    const SQLite::Transaction one_moment{database_->sqlite};
    database_->exchanges.each(filter, visit);
} catch (const SQLite::Exception& failure) {
    throw StartupError{cannot_read(database_->file, failure.what()).message};
}

Result<std::vector<std::string>> RunReader::exchanges_of(std::string_view fingerprint,
                                                         std::uint64_t count_max) const try {
    const SQLite::Transaction one_moment{database_->sqlite};
    std::vector<std::string> found;
    if (is_hexadecimal(fingerprint)) {
        Statement{database_->sqlite, R"sql(
            SELECT fingerprint FROM fingerprint
            WHERE fingerprint LIKE ? || '%' AND standing = 'finding' LIMIT 2
        )sql"}
            .each([&](RowReader row) { found.push_back(row.text()); }, std::string{fingerprint});
    }
    const auto only = only_one(found, "finding", fingerprint);
    if (!only) return std::unexpected{only.error()};
    std::vector<std::string> ids;
    Statement{database_->sqlite, R"sql(
        SELECT e.id FROM fingerprint f
        JOIN exchange_fingerprint l ON l.fingerprint_key = f.key
        JOIN exchange e ON e.key = l.exchange_key
        WHERE f.fingerprint = ? AND f.standing = 'finding'
        ORDER BY e.is_whole DESC, e.seen_at_us, e.id LIMIT ?
    )sql"}
        .each([&](RowReader row) { ids.push_back(row.text()); }, *only, count_max);
    return ids;
} catch (const SQLite::Exception& failure) {
    return std::unexpected{cannot_read(database_->file, failure.what())};
}

RunReader::RunReader(std::unique_ptr<Database> database) : database_{std::move(database)} {}
RunReader::~RunReader() = default;
RunReader::RunReader(RunReader&&) noexcept = default;
RunReader& RunReader::operator=(RunReader&&) noexcept = default;

}  // namespace shadowdiff::store
