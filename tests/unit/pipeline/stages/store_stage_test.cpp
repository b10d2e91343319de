// SPDX-License-Identifier: Apache-2.0
// The store thread while the run file cannot be written. It fails for as long as another file is in
// its place; where time would count, it stands still.
#include "pipeline/stages/store_stage.hpp"

#include "store/run_reader.hpp"
#include "tests/support/temporary_folder.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace shadowdiff::pipeline {
namespace {

constexpr std::uint64_t stored_count = 40;

PipelineLimits hasty_limits() {
    PipelineLimits limits;
    limits.batch_rows_max = 4;
    limits.flush_every = 1h;
    return limits;
}

// A run whose rows all wait in the queue, and in the place of whose file is another.
struct MovedRun {
    explicit MovedRun(PipelineLimits limits = hasty_limits())
        : stage{writer, books, items, limits, [this](const std::string& notice) { take(notice); }} {
        for (std::uint64_t i = 0; i < stored_count; ++i) {
            Kept kept;
            kept.row.id = "0000000000000000000000000000" + std::to_string(1'000 + i);
            kept.row.route = kept.settlement.route = "GET /a";
            kept.row.method = "GET";
            kept.row.verdict = "match";
            kept.row.severity = "none";
            books.see();
            items.push(std::move(kept));
        }
        items.close();
        std::filesystem::rename(file, elsewhere);
        std::ofstream{file} << "somebody's";
    }

    void take(const std::string& notice) {
        notices.push_back(notice);
        waiting.push_back(items.size());
        if (meanwhile) std::exchange(meanwhile, {})();
        if (comes_back) std::filesystem::rename(elsewhere, file);
        comes_back = false;
    }

    test::TemporaryFolder folder;
    std::filesystem::path file = folder.path() / "run.db", elsewhere = folder.path() / "other.db";
    store::RunWriter writer{file, {}};
    Books books{10};
    Queue<StoreItem> items{stored_count};
    bool comes_back = false;          // with the first notice
    std::function<void()> meanwhile;  // before that
    std::vector<std::string> notices;
    std::vector<std::size_t> waiting;  // in the queue at each notice
    StoreStage stage;
};

TEST_CASE("a run file that cannot be written is told once, and not tried again for each row") {
    MovedRun run;
    run.comes_back = true;
    run.stage.run();
    REQUIRE(run.notices.size() == 2);
    CHECK(run.notices[0].contains("another file took its place"));
    CHECK(run.notices[1] == "the run file is written again");
    CHECK(run.waiting == std::vector<std::size_t>{stored_count - 4, 0});
    CHECK_FALSE(run.stage.error());
    REQUIRE(run.writer.finish(1));
    const auto reader = store::RunReader::open(run.file);
    REQUIRE(reader);
    const auto rows = reader->rows();
    CHECK(rows.seen == stored_count);
    CHECK(rows.exchanges_kept == stored_count);
}

TEST_CASE("a run file that was removed is written anew, and that is told") {
    MovedRun run;
    std::filesystem::remove(run.file);
    run.stage.run();
    CHECK(run.notices == std::vector<std::string>{"the run file was removed; it is written anew, "
                                                  "with all that was in it"});
    CHECK_FALSE(run.stage.error());
    REQUIRE(run.writer.finish(1));
    const auto reader = store::RunReader::open(run.file);
    REQUIRE(reader);
    CHECK(reader->rows().exchanges_kept == stored_count);
}

TEST_CASE("a run file that stays away is told once, and the error stays") {
    MovedRun run;
    run.stage.run();
    CHECK(run.notices.size() == 1);
    REQUIRE(run.stage.error());
    CHECK(run.stage.error()->message.contains("another file took its place"));
}

TEST_CASE("rows beyond the bound are counted without being kept") {
    auto limits = hasty_limits();
    limits.unwritten_rows_max = 10;
    MovedRun run{limits};
    run.comes_back = true;
    run.stage.run();
    REQUIRE(run.stage.error());
    CHECK(run.stage.error()->message.starts_with("30 exchanges are counted but not kept: "));
    REQUIRE(run.writer.finish(1));
    const auto reader = store::RunReader::open(run.file);
    REQUIRE(reader);
    const auto rows = reader->rows();
    CHECK(rows.exchanges_kept == 10);
    std::uint64_t counted = 0;
    for (const auto& row : rows.tally) counted += row.n;
    CHECK(counted == stored_count);
}

void leave_several_out(MovedRun& run, std::uint64_t from, std::uint64_t to) {
    for (auto n = from; n < to; ++n) {
        run.books.see();
        run.books.leave_out({1, n}, {{}, "GET /a", judge::Verdict::excluded, Reason::sampling});
    }
}

TEST_CASE("rows of what was left out wait for the run file, up to their bound") {
    auto limits = hasty_limits();
    limits.left_out_rows_max = 5;
    MovedRun run{limits};
    run.comes_back = true;
    run.meanwhile = [&run] { leave_several_out(run, 3, 10); };
    leave_several_out(run, 0, 3);
    run.stage.run();
    REQUIRE(run.stage.error());
    CHECK(run.stage.error()->message.starts_with("5 exchanges are counted but not kept: "));
    REQUIRE(run.writer.finish(1));
    const auto reader = store::RunReader::open(run.file);
    REQUIRE(reader);
    const auto rows = reader->rows();
    CHECK(rows.exchanges_kept == stored_count + 5);
    CHECK(rows.seen == stored_count + 10);
}

}  // namespace
}  // namespace shadowdiff::pipeline
