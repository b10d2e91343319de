// SPDX-License-Identifier: Apache-2.0
#include "store/merged_ids.hpp"

#include "judge/examples.hpp"
#include "store/merge.hpp"
#include "tests/unit/store/sample.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <set>
#include <string>
#include <vector>

using namespace shadowdiff;
using namespace shadowdiff::store;
using namespace shadowdiff::store::test;

namespace {

using Files = std::vector<std::filesystem::path>;

// A night that replayed the recording: its ids are the recording's in each.
std::filesystem::path night(const Folder& folder, const std::string& name) {
    auto run = sample_run();
    run.facts = {{"run_id", name}, {"keep", "mismatches"}};
    const auto file = folder / (name + ".db");
    RunWriter writer{file, run};
    Batch batch;
    batch.seen = 3;
    batch.tally = {tally(1, "GET /a", "mismatch", 2, "", "high"),
                   tally(1, "POST /a", "excluded", 1, "unsafe_method")};
    for (const auto* id : {"70", "71"}) {
        auto exchange = mismatched(id, "GET /a", {finding("$.n", "$.n", "changed")});
        batch.exchanges.push_back(as_example(exchange, judge::slot::first));
    }
    batch.left_out = {{{0x72, 0}, 5, "POST /a", judge::Verdict::excluded, Reason::unsafe_method}};
    writer.flush(batch).value();
    writer.finish(run.started_at_us + 5).value();
    return file;
}

std::set<std::string> merged_ids(const Folder& folder, const std::string& into,
                                 const Files& files) {
    REQUIRE(merge(folder / into, files).has_value());
    std::set<std::string> ids;
    RunReader::open(folder / into).value().each_exchange({}, [&](const ExchangeRow& row) {
        ids.insert(row.id);
    });
    return ids;
}

}  // namespace

TEST_CASE("an id that an earlier run has gives way to one of the run's own, the same each time") {
    MergedIds ids;
    ids.begin("one");
    CHECK(ids.own("a") == "a");
    CHECK(ids.own("a") == "a");
    ids.begin("two");
    CHECK(ids.own("b") == "b");
    const auto second = ids.own("a");
    CHECK(second.size() == 32);
    ids.begin("three");
    CHECK(ids.own("a") != second);
    MergedIds again;
    again.begin("one");
    CHECK(again.own("a") == "a");
    again.begin("two");
    CHECK(again.own("a") == second);
}

TEST_CASE("nights that replayed one recording keep all their exchanges when they are merged") {
    const Folder folder;
    const auto one = night(folder, "one");
    const auto two = night(folder, "two");
    const auto three = night(folder, "three");
    const auto of_two = merged_ids(folder, "both.db", {one, two});
    CHECK(of_two.size() == 6);
    const auto rows = read_rows(folder / "both.db");
    CHECK(rows.exchanges_kept == rows.seen);
    for (const auto& row : rows.kept) CHECK(row.kept == row.n);
    REQUIRE(rows.findings.size() == 1);
    CHECK(rows.findings[0].kept == rows.findings[0].exchanges);
    const std::vector<std::string> accepted{rows.findings[0].fingerprint};
    const auto excused = RunReader::open(folder / "both.db").value().excused_by(accepted);
    CHECK(excused.at("GET /a") == 4);

    CHECK(merged_ids(folder, "again.db", {one, two}) == of_two);
    CHECK(read_rows(folder / "again.db") == rows);
    CHECK(merged_ids(folder, "parts.db", {folder / "both.db", one, two}) == of_two);
    const auto of_three = merged_ids(folder, "all.db", {one, two, three});
    CHECK(of_three.size() == 9);
    CHECK(merged_ids(folder, "added.db", {folder / "both.db", three}) == of_three);
}
