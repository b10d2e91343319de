// SPDX-License-Identifier: Apache-2.0
#include "pipeline/store_stage.hpp"

#include <chrono>
#include <utility>

namespace shadowdiff::pipeline {

void StoreStage::run() {
    auto next_flush = std::chrono::steady_clock::now() + limits_.flush_every;
    while (!items_.is_finished()) {
        if (auto item = items_.pop_within(limits_.flush_every)) take(std::move(*item));
        const auto now = std::chrono::steady_clock::now();
        if (now < next_flush && batch_.exchanges.size() < limits_.batch_rows_max) continue;
        flush();
        next_flush = now + limits_.flush_every;
    }
    flush();
}

void StoreStage::take(StoreItem item) {
    std::visit([this](auto&& one) { take(std::forward<decltype(one)>(one)); }, std::move(item));
}

// A row that finds no room any more (the disk fails for long) still counts.
void StoreStage::take(Kept kept) {
    if (batch_.exchanges.size() < limits_.unwritten_rows_max) {
        batch_.exchanges.push_back(std::move(kept.row));
    } else {
        ++rows_lost_;
    }
    books_.settle(kept.settlement);
}

void StoreStage::take(const std::vector<judge::NoisePath>& noise) {
    batch_.noise.clear();
    for (const auto& path : noise) {
        batch_.noise.push_back(
            {path.route, path.pattern, std::string{name(path.kind)}, path.compared, path.differed});
    }
}

void StoreStage::flush() {
    auto page = books_.take_page();
    batch_.seen = page.seen;
    batch_.coverage = page.coverage;
    batch_.tally = std::move(page.tally);
    if (const auto written = writer_.flush(batch_); !written) {
        error_ = written.error();
        return books_.put_back(batch_.tally);
    }
    batch_ = {};
    error_.reset();
    if (rows_lost_ > 0) {
        error_ = Error{std::to_string(rows_lost_) +
                       " exchanges are counted but not kept: the run file could not be written to"};
    }
}

}  // namespace shadowdiff::pipeline
