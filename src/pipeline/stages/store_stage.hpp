// SPDX-License-Identifier: Apache-2.0
// The store thread: gathers rows into batches and writes them. A disk that fails never stops the
// run: that it does is told when it begins, and what could not be written at the end.
#pragma once

#include "base/limits.hpp"
#include "judge/judge.hpp"
#include "pipeline/stages/books.hpp"
#include "pipeline/stages/queue.hpp"
#include "routes/router.hpp"
#include "store/run_writer.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace shadowdiff::pipeline {

/// More of the run that became known, by name.
using Facts = std::map<std::string, std::string>;

/// A row and its place in the ledger: both enter the run file in one transaction.
struct Kept {
    store::ExchangeRow row;
    Settlement settlement;
};
using StoreItem = std::variant<Kept, std::vector<judge::NoisePath>, std::vector<judge::OddOneOut>,
                               std::vector<routes::KnownRoute>, store::LatencyRows,
                               std::vector<store::RuleRow>, std::vector<store::BoundRow>, Facts>;

class StoreStage {
public:
    using OnNotice = std::function<void(const std::string&)>;

    /// `on_notice`, which may be empty, is told on the thread when writing begins to fail, and when
    /// it succeeds again.
    StoreStage(store::RunWriter& writer, Books& books, Queue<StoreItem>& items,
               PipelineLimits limits, OnNotice on_notice = {})
        : writer_{writer},
          books_{books},
          items_{items},
          limits_{limits},
          on_notice_{std::move(on_notice)} {}

    /// The thread's body: ends when `items` is closed and empty, after a last flush.
    void run();

    /// The last failure to write, if the run file lacks rows because of it.
    const std::optional<Error>& error() const { return error_; }

private:
    void take(StoreItem item);
    void take(Kept kept);
    void add(store::ExchangeRow row);
    void add(std::vector<store::LeftOutRow> rows);
    void take(const std::vector<judge::NoisePath>& noise);
    void take(store::LatencyRows rows);
    void take(const std::vector<judge::OddOneOut>& counts);
    void take(const std::vector<routes::KnownRoute>& known);
    void take(std::vector<store::RuleRow> rules) { batch_.rules = std::move(rules); }
    void take(std::vector<store::BoundRow> bounds) { batch_.bounds = std::move(bounds); }
    void take(Facts facts) { batch_.facts.merge(facts); }
    void flush();
    void flush_and_tell();
    void flush_counts_alone();

    store::RunWriter& writer_;
    Books& books_;
    Queue<StoreItem>& items_;
    PipelineLimits limits_;
    OnNotice on_notice_;
    store::Batch batch_;  // not yet written
    bool is_failing_ = false;
    std::uint64_t rows_lost_ = 0;
    Error failure_;  // the last one, also when later writes went well
    std::optional<Error> error_;
};

}  // namespace shadowdiff::pipeline
