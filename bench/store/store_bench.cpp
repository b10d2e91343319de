// SPDX-License-Identifier: Apache-2.0
// Writing exchanges beside bare batched SQLite inserts of the same rows, both with a live reader.
#include "bench/rounds.hpp"
#include "store/fingerprint.hpp"
#include "store/run_writer.hpp"
#include "store/schema.hpp"
#include "store/shown.hpp"
#include "store/statement.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

using namespace shadowdiff;
using namespace shadowdiff::store;

namespace {

constexpr std::size_t batch_rows = 512;
constexpr auto reader_pause = std::chrono::milliseconds{100};  // a page looks once a second

double seconds_of(const auto& work) {
    const auto begin = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

// An answer of about 490 bytes, as a product page's data would be.
std::string body_of(std::uint64_t n, std::string_view price) {
    return fmt::format(
        R"({{"id":{},"name":"Porcelain cup no. {}","price":{{"amount":{},"currency":"EUR"}},)"
        R"("stock":{},"tags":["cup","porcelain","kitchen"],"description":"A cup of fine )"
        R"(porcelain, fired twice and painted by hand with the number {} in cobalt blue.",)"
        R"("related":[{},{},{},{}],"supplier":{{"name":"Workshop {}","country":"DE","since":{}}},)"
        R"("dimensions":{{"height_mm":{},"diameter_mm":{},"weight_g":{}}},"rating":{}.{}}})",
        n, n % 977, price, n % 37, n * 7919 % 100'003, n % 313, n % 701, n % 887, n % 53, n % 29,
        1900 + n % 120, 60 + n % 40, 70 + n % 30, 200 + n % 150, n % 5, n % 10);
}

RunRow bench_run() {
    RunRow run;
    run.started_at_us = 1'700'000'000'000'000;
    return run;
}

StoredText stored(std::string text) { return RowReader::stored_text(std::move(text)); }

std::string route_of(std::uint64_t n) {
    return fmt::format("GET /service{}/things/{{id}}", n % 300);
}

ExchangeRow light_row(std::uint64_t n, std::string verdict) {
    ExchangeRow row;
    row.id = fmt::format("{:016x}{:016x}", n * 0x9E3779B97F4A7C15, n);
    row.seen_at_us = 1'700'000'000'000'000 + static_cast<std::int64_t>(n) * 100;
    row.route = route_of(n);
    row.method = "GET";
    row.verdict = std::move(verdict);
    row.severity = row.verdict == "mismatch" ? "high" : "none";
    row.legacy_status = row.candidate_status = 200;
    row.legacy_us = 1'000 + static_cast<std::int64_t>(n % 977);
    row.candidate_us = 900 + static_cast<std::int64_t>(n % 877);
    const std::string standing = row.verdict == "mismatch" ? "finding" : "noise";
    row.shown = {{fingerprint(row.route, "$.price.amount", "changed"), "$.price.amount", "changed",
                  standing, row.severity, 1, false}};
    return row;
}

ExchangeRow whole_row(std::uint64_t n) {
    auto row = light_row(n, "mismatch");
    row.is_whole = true;
    row.client = "10.0.0.9:40000";
    row.pairing = "exact";
    row.why = "legacy agreed with itself in 4 answers, the candidate differed in 3 of 3";
    row.target = stored(fmt::format("/service{}/things/{}?lang=de", n % 300, n));
    row.request_headers = stored("Host: shop.example\r\nAccept: application/json\r\n");
    row.request_body_kept = true;
    for (const auto& [leg, price] : {std::pair{"legacy", "19.90"}, {"candidate", "19.89"}}) {
        AnswerRow answer;
        answer.leg = leg;
        answer.origin = "sent";
        answer.status = 200;
        answer.first_byte_us = answer.last_byte_us = row.legacy_us;
        answer.body_length = 490;
        answer.headers = stored("Content-Type: application/json\r\nCache-Control: no-store\r\n");
        answer.body = stored(body_of(n, price));
        answer.body_kept = true;
        row.answers.push_back(std::move(answer));
    }
    row.differences = {{row.shown[0].fingerprint, "$.price.amount", "$.price.amount", "changed",
                        "high", "finding", stored("19.90"), stored("19.89")}};
    return row;
}

std::vector<Batch> make_batches(std::size_t rows) {
    std::vector<Batch> batches;
    for (std::size_t n = 0; n < rows; ++n) {
        if (n % batch_rows == 0) batches.emplace_back();
        auto& batch = batches.back();
        batch.exchanges.push_back(n % 4 == 0 ? whole_row(n) : light_row(n, "noise"));
        batch.tally.push_back({28'333'333, route_of(n), batch.exchanges.back().verdict, "",
                               batch.exchanges.back().severity, 1});
        batch.seen = n + 1;
    }
    return batches;
}

// The same rows: prepared statements, one transaction a batch, plain bodies.
void write_bare(const std::filesystem::path& file, const std::vector<Batch>& batches) {
    SQLite::Database database{file.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE, 1'000};
    create_schema(database);
    database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;");
    Statement exchange{database,
                       "INSERT INTO exchange (id, seen_at_us, route, method, verdict, reason, "
                       "severity, legacy_status, candidate_status, legacy_us, candidate_us, "
                       "is_whole) VALUES (?,?,?,?,?,?,?,?,?,?,?,?)"};
    Statement shown{database, "INSERT INTO exchange_fingerprint VALUES (?,?,?,?,?)"};
    Statement body{database,
                   "INSERT INTO body (digest, length, coding, uses, bytes) VALUES (?,?,'',1,?)"};
    Statement request{database, "INSERT INTO request VALUES (?,?,?,?,?,?,?)"};
    Statement answer{database, "INSERT INTO answer VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)"};
    Statement difference{database, "INSERT INTO difference VALUES (?,?,?,?,?,?,?,?,?,?,?)"};
    Statement tally{database,
                    "INSERT INTO tally VALUES (?,?,?,?,?,?) ON CONFLICT DO UPDATE SET n = n + 1"};
    std::int64_t bodies = 0;
    for (const auto& batch : batches) {
        SQLite::Transaction transaction{database};
        for (const auto& row : batch.tally) {
            tally.run(row.minute, row.route, row.verdict, row.reason, row.severity, row.n);
        }
        for (const auto& row : batch.exchanges) {
            exchange.run(row.id, row.seen_at_us, row.route, row.method, row.verdict, row.reason,
                         row.severity, row.legacy_status, row.candidate_status, row.legacy_us,
                         row.candidate_us, row.is_whole);
            const auto key = database.getLastInsertRowid();
            for (const auto& one : row.shown) {
                shown.run(key, std::int64_t{1}, one.severity, one.places, one.reproduced);
            }
            if (!row.is_whole) continue;
            request.run(key, row.client, row.pairing, row.why, row.target, row.request_headers,
                        std::int64_t{0});
            std::int64_t number = 0;
            for (const auto& one : row.answers) {
                const auto digest = std::to_string(++bodies);
                body.run(Blob{digest}, one.body_length, Blob{one.body.text()});
                answer.run(key, number++, one.leg, one.origin, one.attempt, one.status, one.failure,
                           one.first_byte_us, one.last_byte_us, one.body_length, one.detail,
                           one.headers, bodies);
            }
            number = 0;
            for (const auto& one : row.differences) {
                difference.run(key, number++, one.fingerprint, one.path, one.pattern, one.kind,
                               one.severity, one.standing, one.legacy, one.candidate, one.hint);
            }
        }
        transaction.commit();
    }
}

void write_ours(const std::filesystem::path& file, const std::vector<Batch>& batches) {
    RunWriter writer{file, bench_run()};
    for (const auto& batch : batches) writer.flush(batch).value();
    writer.finish(1'700'000'100'000'000).value();
}

double with_reader(const std::filesystem::path& file, const auto& write) {
    std::atomic<bool> is_over = false;
    std::thread reader{[&] {
        while (!is_over) {
            try {
                SQLite::Database database{file.string(), SQLite::OPEN_READONLY, 1'000};
                for (int i = 0; i < 20 && !is_over; ++i) {
                    (void)database.execAndGet("SELECT count(*) FROM exchange WHERE route = 'x'");
                    std::this_thread::sleep_for(reader_pause);
                }
            } catch (const SQLite::Exception&) {
                std::this_thread::yield();
            }
        }
    }};
    const auto seconds = seconds_of(write);
    is_over = true;
    reader.join();
    return seconds;
}

void bench_writing(const std::filesystem::path& folder, std::size_t rows) {
    const auto batches = make_batches(rows);
    std::array<double, bench::rounds> ratios{};
    for (auto& ratio : ratios) {
        const auto bare_file = folder / "bare.db";
        const auto ours_file = folder / "ours.db";
        std::filesystem::remove(bare_file);
        const auto bare = with_reader(bare_file, [&] { write_bare(bare_file, batches); });
        const auto ours = with_reader(ours_file, [&] { write_ours(ours_file, batches); });
        ratio = bare / ours;
        fmt::print("writing {} exchanges: bare {:.0f}/s, ours {:.0f}/s, {:.2f} x; {} KB to {} KB\n",
                   rows, static_cast<double>(rows) / bare, static_cast<double>(rows) / ours,
                   bare / ours, std::filesystem::file_size(bare_file) / 1024,
                   std::filesystem::file_size(ours_file) / 1024);
    }
    std::ranges::sort(ratios);
    fmt::print("writing: {:.2f} x of bare inserts ({:.2f} to {:.2f}, {} rounds; at least 0.7 x)\n",
               ratios[bench::rounds / 2], ratios.front(), ratios.back(), bench::rounds);
}

}  // namespace

int main() {
    auto name = (std::filesystem::temp_directory_path() / "shadowdiff-bench-XXXXXX").string();
    if (!::mkdtemp(name.data())) return 1;
    const std::filesystem::path folder{name};
    bench_writing(folder, 100'000);
    std::filesystem::remove_all(folder);
}
