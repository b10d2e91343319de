// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/store/sample.hpp"

#include "store/fingerprint.hpp"
#include "store/shown.hpp"
#include "store/statement.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <iterator>
#include <numeric>
#include <random>
#include <stdexcept>

namespace shadowdiff::store::test {

Folder::Folder() {
    auto name = (std::filesystem::temp_directory_path() / "shadowdiff-store-XXXXXX").string();
    if (!::mkdtemp(name.data())) throw std::runtime_error{"no temporary folder"};
    path_ = name;
}

Folder::~Folder() { std::filesystem::remove_all(path_); }

std::size_t Folder::entries() const {
    const std::filesystem::directory_iterator begin{path_};
    return static_cast<std::size_t>(std::distance(begin, {}));
}

StoredText stored(const std::string& bytes) {
    SQLite::Database database{":memory:"};
    StoredText result;
    Statement{database, "SELECT ?"}.each([&](RowReader row) { result = row.stored(); }, bytes);
    return result;
}

std::string random_text(std::uint64_t seed, std::size_t bytes) {
    std::mt19937_64 random{seed};
    std::string text;
    while (text.size() < bytes) text += static_cast<char>('!' + random() % 90);
    return text;
}

RunRow sample_run() {
    return {.version = "0.1.0",
            .source = "interface lo",
            .legacy = "observed",
            .candidate = "http://10.0.0.2:8081",
            .secondary = "",
            .method_policy = "safe methods only",
            .started_at_us = 1'700'000'000'000'000,
            .ended_at_us = 0,
            .facts = {{"keep", "sample"}}};
}

std::string id_of(std::string_view prefix) {
    std::string id{prefix};
    id.resize(32, '0');
    return id;
}

DifferenceRow finding(std::string path, std::string pattern, std::string kind,
                      std::string severity) {
    return {.fingerprint = "",
            .path = std::move(path),
            .pattern = std::move(pattern),
            .kind = std::move(kind),
            .severity = std::move(severity),
            .standing = "finding",
            .legacy = stored("10"),
            .candidate = stored("11")};
}

ExchangeRow mismatched(std::string_view id_prefix, std::string route,
                       std::vector<DifferenceRow> differences) {
    ExchangeRow row;
    row.id = id_of(id_prefix);
    row.seen_at_us = 1'700'000'030'000'000;
    row.client = "10.0.0.9:40000";
    row.route = std::move(route);
    row.method = "GET";
    row.target = stored("/items/7?page=2");
    row.request_headers = stored("Host: example.com\r\n");
    row.request_body_kept = true;
    row.pairing = "exact";
    row.verdict = "mismatch";
    row.severity = "high";
    row.why = "legacy agreed with itself in 2 answers, the candidate differed in 1 of 1";
    row.differences = std::move(differences);
    AnswerRow legacy;
    legacy.leg = "legacy";
    legacy.origin = "observed";
    legacy.status = 200;
    legacy.first_byte_us = 1'200;
    legacy.last_byte_us = 1'900;
    legacy.body_length = 12;
    legacy.headers = stored("Content-Type: application/json\r\n");
    legacy.body = stored(R"({"price":10})");
    legacy.body_kept = true;
    AnswerRow candidate;
    candidate.leg = "candidate";
    candidate.origin = "sent";
    candidate.attempt = 1;
    candidate.failure = "refused";
    candidate.detail = stored("10.0.0.2:8081: connection refused");
    row.answers = {legacy, candidate};
    return derived(std::move(row));
}

ExchangeRow derived(ExchangeRow row) {
    row.is_whole = true;
    for (auto& difference : row.differences) {
        difference.fingerprint = fingerprint(row.route, difference.pattern, difference.kind);
    }
    row.shown = shown_in(row.differences);
    row.legacy_status.reset();
    row.candidate_status.reset();
    set_outline(row);
    return row;
}

ExchangeRow as_example(ExchangeRow row, std::uint32_t slot) {
    for (const auto& shown : row.shown) row.examples.push_back({shown.fingerprint, slot});
    return row;
}

TallyRow tally(std::int64_t minute, std::string route, std::string verdict, std::uint64_t n,
               std::string reason, std::string severity) {
    return {minute, std::move(route), std::move(verdict), std::move(reason), std::move(severity),
            n};
}

Batch nth_batch(std::uint64_t n, std::size_t body_bytes) {
    Batch batch;
    batch.seen = 10 * n;
    batch.coverage.set(Blind::gap_bytes, 100 * n);
    batch.tally = {tally(28'333'333 + static_cast<std::int64_t>(n), "GET /a", "match", 8),
                   tally(28'333'333, "GET /a", "mismatch", 1, "", "high")};
    auto row =
        mismatched(std::to_string(100'000 + n), "GET /a", {finding("$.a", "$.a", "changed")});
    row.answers[0].body = stored(random_text(n, body_bytes));
    batch.exchanges = {row};
    batch.noise = {{"GET /a", "$.now", "changed", n, n}};
    return batch;
}

RunReader run_of(const Folder& folder, std::vector<ExchangeRow> exchanges) {
    RunWriter writer{folder / "run.db", sample_run()};
    Batch batch;
    batch.seen = exchanges.size();
    for (const auto& row : exchanges) {
        batch.tally.push_back(tally(1, row.route, row.verdict, 1, row.reason, row.severity));
    }
    batch.exchanges = std::move(exchanges);
    writer.flush(batch).value();
    writer.finish(9).value();
    return RunReader::open(folder / "run.db").value();
}

RunRows read_rows(const std::filesystem::path& file) {
    return RunReader::open(file).value().rows();
}

std::uint64_t total(const std::vector<TallyRow>& tally) {
    return std::accumulate(tally.begin(), tally.end(), std::uint64_t{0},
                           [](std::uint64_t sum, const auto& row) { return sum + row.n; });
}

bool contains(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

int in_child(const std::function<int()>& work) {
    const int process = ::fork();
    if (process < 0) throw std::runtime_error{"no further process"};
    if (process == 0) ::_exit(work());
    int status = 0;
    if (::waitpid(process, &status, 0) != process || !WIFEXITED(status)) return -1;
    return WEXITSTATUS(status);
}

}  // namespace shadowdiff::store::test
