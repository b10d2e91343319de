// SPDX-License-Identifier: Apache-2.0
#include "pipeline/stages/store_stage.hpp"

#include "store/noise_table.hpp"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <iterator>
#include <set>
#include <string>
#include <utility>

namespace shadowdiff::pipeline {

void StoreStage::run() {
    using std::chrono::steady_clock;
    auto next_flush = steady_clock::now() + limits_.flush_every;
    while (!items_.is_finished()) {
        if (auto item = items_.pop_within(limits_.flush_every)) take(std::move(*item));
        // While the disk fails, all that waits is tried at once, and not for each row that comes.
        const bool is_full = !is_failing_ && batch_.exchanges.size() >= limits_.batch_rows_max;
        if (steady_clock::now() < next_flush && !is_full) continue;
        flush_and_tell();
        next_flush = steady_clock::now() + limits_.flush_every;
    }
    flush_and_tell();
    const bool rows_wait = !batch_.exchanges.empty() || !batch_.left_out.empty();
    if (is_failing_ && rows_wait) flush_counts_alone();
}

// There is no room for the rows: without them the ledger may still become whole.
void StoreStage::flush_counts_alone() {
    rows_lost_ += batch_.exchanges.size() + batch_.left_out.size();
    batch_.exchanges.clear();
    batch_.left_out.clear();
    batch_.latency = {};
    flush();
    if (!is_failing_) return;
    writer_.fold_log();  // where the disk has no room, the log's may be used anew
    flush();
}

void StoreStage::flush_and_tell() {
    const bool failed_before = is_failing_;
    const auto written_anew_before = writer_.times_written_anew();
    flush();
    if (writer_.times_written_anew() != written_anew_before && on_notice_) {
        on_notice_("the run file was removed; it is written anew, with all that was in it");
    }
    if (is_failing_ == failed_before || !on_notice_) return;
    on_notice_(is_failing_ ? failure_.message + "; the run goes on and counts, and rows wait"
                           : "the run file is written again");
}

void StoreStage::take(StoreItem item) {
    std::visit([this](auto&& one) { take(std::forward<decltype(one)>(one)); }, std::move(item));
}

// A row that finds no room any more (the disk fails for long) still counts.
void StoreStage::add(store::ExchangeRow row) {
    if (batch_.exchanges.size() < limits_.unwritten_rows_max) {
        batch_.exchanges.push_back(std::move(row));
    } else {
        ++rows_lost_;
    }
}

void StoreStage::add(std::vector<store::LeftOutRow> rows) {
    auto& waiting = batch_.left_out;
    if (waiting.empty()) {
        waiting = std::move(rows);
        return;
    }
    const auto room =
        limits_.left_out_rows_max - std::min(limits_.left_out_rows_max, waiting.size());
    const auto taken = std::min(room, rows.size());
    std::move(rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(taken),
              std::back_inserter(waiting));
    rows_lost_ += rows.size() - taken;
}

void StoreStage::take(Kept kept) {
    add(std::move(kept.row));
    books_.settle(kept.settlement);
}

void StoreStage::take(const std::vector<judge::NoisePath>& noise) {
    batch_.noise.clear();
    for (const auto& path : noise) {
        batch_.noise.push_back(
            {path.route, path.pattern, std::string{name(path.kind)}, path.compared, path.differed});
    }
}

// While the disk fails, later rows take the place of those that wait.
void StoreStage::take(store::LatencyRows rows) {
    std::set<std::string> routes;
    for (const auto& row : rows.legs) routes.insert(row.route);
    auto& waiting = batch_.latency;
    const auto is_newer = [&](const auto& row) { return routes.contains(row.route); };
    std::erase_if(waiting.legs, is_newer);
    std::erase_if(waiting.timings, is_newer);
    std::ranges::move(rows.legs, std::back_inserter(waiting.legs));
    std::ranges::move(rows.timings, std::back_inserter(waiting.timings));
}

void StoreStage::take(const std::vector<judge::OddOneOut>& counts) {
    batch_.odd_one_out = store::to_rows(counts);
}

void StoreStage::take(const std::vector<routes::KnownRoute>& known) {
    for (const auto& one : known) {
        batch_.routes.push_back({one.route, std::string{name(one.origin)}, one.requests});
    }
}

void StoreStage::flush() {
    auto page = books_.take_page();
    batch_.seen = page.seen;
    batch_.coverage = page.coverage;
    batch_.tally = std::move(page.tally);
    batch_.leg_statuses = std::move(page.leg_statuses);
    batch_.dimensions = std::move(page.dimensions);
    batch_.unwritten += page.unwritten;
    add(std::move(page.left_out));
    batch_.leg_failures = std::move(page.leg_failures);
    if (const auto written = writer_.flush(batch_); !written) {
        error_ = failure_ = written.error();
        is_failing_ = true;
        return books_.put_back(batch_);
    }
    batch_ = {};
    is_failing_ = false;
    error_.reset();
    if (rows_lost_ > 0) {
        error_ = Error{std::to_string(rows_lost_) +
                       " exchanges are counted but not kept: " + failure_.message};
    }
}

}  // namespace shadowdiff::pipeline
