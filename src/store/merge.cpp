// SPDX-License-Identifier: Apache-2.0
#include "store/merge.hpp"

#include "base/escape.hpp"
#include "base/hash.hpp"
#include "judge/odd_one_out.hpp"
#include "store/choose_examples.hpp"
#include "store/merge_counts.hpp"
#include "store/merge_facts.hpp"
#include "store/noise_table.hpp"
#include "store/run_ids.hpp"
#include "store/run_reader.hpp"
#include "store/run_writer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <tuple>
#include <utility>

namespace shadowdiff::store {
namespace {

constexpr std::size_t rows_at_once = 512;

struct Input {
    std::filesystem::path file;
    RunReader reader;
    RunRows rows;
    std::set<std::string> runs;  // that are in it
};

Result<std::vector<Input>> open_all(const std::vector<std::filesystem::path>& files,
                                    std::vector<std::string>& told) {
    std::vector<Input> inputs;
    std::set<std::string> known;
    for (const auto& file : files) {
        auto reader = RunReader::open(file);
        if (!reader) return std::unexpected{reader.error()};
        Input input{file, std::move(*reader), {}, {}};
        input.rows = input.reader.rows();
        input.runs = runs_in(input.rows);
        const auto is_known = [&](const auto& run) { return known.contains(run); };
        const auto before = std::ranges::count_if(input.runs, is_known);
        if (before == std::ssize(input.runs)) {
            told.push_back(fmt::format("{}: is there already", printable(file.string())));
            continue;
        }
        if (before > 0) {
            return std::unexpected{Error{fmt::format(
                "cannot merge {}: one of the runs in it is there already (merge the runs "
                "themselves)",
                printable(file.string()))}};
        }
        known.insert(input.runs.begin(), input.runs.end());
        inputs.push_back(std::move(input));
    }
    return inputs;
}

// What all agree on, or that it is several; of times the outermost.
RunRow joined_run(const std::vector<Input>& inputs) {
    auto run = inputs.front().rows.run;
    std::string runs;
    for (const auto& input : inputs) {
        const auto& other = input.rows.run;
        for (auto [ours, theirs] : {std::pair{&run.source, &other.source},
                                    {&run.legacy, &other.legacy},
                                    {&run.candidate, &other.candidate},
                                    {&run.secondary, &other.secondary},
                                    {&run.method_policy, &other.method_policy}}) {
            if (*ours != *theirs) *ours = "several";
        }
        run.started_at_us = std::min(run.started_at_us, other.started_at_us);
        for (const auto& id : input.runs) runs += (runs.empty() ? "" : " ") + id;
    }
    std::vector<RunRow> all;
    for (const auto& input : inputs) all.push_back(input.rows.run);
    run.facts = merged_facts(all);
    run.facts[merged_runs_fact] = runs;
    const auto& before = inputs.front().rows.run.facts;
    if (inputs.size() > 1) {
        if (auto unequal = unequal_facts(all); !unequal.empty()) {
            run.facts[merged_unequal_fact] = std::move(unequal);
        }
    } else if (const auto same = before.find(merged_unequal_fact); same != before.end()) {
        run.facts.insert(*same);
    }
    run.ended_at_us = 0;
    return run;
}

// A run that did not end makes the whole one that did not.
std::int64_t joined_end(const std::vector<Input>& inputs) {
    std::int64_t end = 0;
    for (const auto& input : inputs) {
        if (input.rows.run.ended_at_us == 0) return 0;
        end = std::max(end, input.rows.run.ended_at_us);
    }
    return end;
}

class Totals {
public:
    void add(const Input& input) {
        batch_.seen += input.rows.seen;
        for (std::size_t i = 0; i < blind_count; ++i) {
            const auto blind = static_cast<Blind>(i);
            for (const auto& row : input.rows.coverage) {
                if (row.reason == name(blind)) batch_.coverage.add(blind, row.n);
            }
        }
        for (const auto& row : input.reader.tally()) batch_.tally.push_back(row);
        for (const auto& row : input.rows.noise) {
            auto& sum = noise_[{row.route, row.pattern, row.kind}];
            sum.first += row.compared;
            sum.second += row.differed;
        }
        for (auto& one : counts_of(input.rows.odd_one_out)) add(std::move(one));
        for (const auto& row : input.rows.bounds) bounds_[row.what] += row.n;
        for (const auto& row : input.rows.latency.legs) {
            legs_[{row.route, row.leg, row.origin}].merge(row.sketch);
        }
        for (const auto& row : input.rows.latency.timings) {
            timings_[{row.route, row.origin}].merge(row.pairs);
        }
    }

    Batch take() {
        for (const auto& [key, sum] : noise_) {
            const auto& [route, pattern, kind] = key;
            batch_.noise.push_back({route, pattern, kind, sum.first, sum.second});
        }
        std::vector<judge::OddOneOut> odd;
        for (auto& [key, one] : odd_one_out_) odd.push_back(std::move(one));
        judge::weigh(odd);
        batch_.odd_one_out = to_rows(odd);
        for (const auto& [what, n] : bounds_) batch_.bounds.push_back({what, n});
        for (const auto& [key, sketch] : legs_) {
            const auto& [route, leg, origin] = key;
            batch_.latency.legs.push_back({route, leg, origin, sketch});
        }
        for (const auto& [key, pairs] : timings_) {
            batch_.latency.timings.push_back({key.first, key.second, pairs});
        }
        return std::move(batch_);
    }

private:
    void add(judge::OddOneOut one) {
        auto& sum = odd_one_out_[{one.route, one.pattern, std::string{name(one.kind)}}];
        one.present += sum.present;
        one.only_candidate += sum.only_candidate;
        one.only_legacy += sum.only_legacy;
        one.moved += sum.moved;
        one.all_differ += sum.all_differ;
        sum = std::move(one);
    }

    using Three = std::tuple<std::string, std::string, std::string>;
    Batch batch_;
    std::map<Three, std::pair<std::uint64_t, std::uint64_t>> noise_;
    std::map<Three, judge::OddOneOut> odd_one_out_;
    std::map<std::string, std::uint64_t> bounds_;
    std::map<Three, Sketch> legs_;
    std::map<std::pair<std::string, std::string>, judge::TimingPairs> timings_;
};

Result<void> copy_exchanges(const Input& input, std::uint64_t seen, RunWriter& writer,
                            judge::Examples& examples) {
    Batch batch;
    batch.seen = seen;
    Result<void> written;
    const auto flush = [&] {
        if (written) written = writer.flush(batch);
        batch.exchanges.clear();
    };
    input.reader.each_exchange({}, [&](const ExchangeRow& exchange) {
        auto row = exchange;
        if (row.is_whole) choose_examples(row, examples);
        // A match that is no one's sample is not kept, unless every one is.
        if (row.verdict == "match" && row.examples.empty() &&
            input.rows.run.facts.contains("keep") && input.rows.run.facts.at("keep") != "all") {
            return;
        }
        batch.exchanges.push_back(std::move(row));
        if (batch.exchanges.size() >= rows_at_once) flush();
    });
    flush();
    return written;
}

}  // namespace

Result<std::vector<std::string>> merge(const std::filesystem::path& into,
                                       const std::vector<std::filesystem::path>& files) {
    std::vector<std::string> told;
    const auto inputs = open_all(files, told);
    if (!inputs) return std::unexpected{inputs.error()};
    if (inputs->empty()) return std::unexpected{Error{"no run file to merge was given"}};
    for (const auto& input : *inputs) {
        std::error_code ignored;
        if (!std::filesystem::equivalent(into, input.file, ignored)) continue;
        return std::unexpected{
            Error{fmt::format("cannot merge {} into itself", printable(into.string()))}};
    }
    const auto joined = joined_run(*inputs);
    if (inputs->size() > 1 && !joined.facts.contains("digest_key")) {
        told.push_back(
            "redacted values of these runs are not comparable: they have no --digest-key-file in "
            "common");
    }
    if (const auto unequal = joined.facts.find(merged_unequal_fact);
        unequal != joined.facts.end()) {
        told.push_back(fmt::format(
            "these runs are not known to agree in: {}; no gate over the whole will say GO",
            printable(unequal->second)));
    }
    auto writer = std::make_unique<RunWriter>(into, joined);
    Totals totals;
    for (const auto& input : *inputs) totals.add(input);
    const auto batch = totals.take();
    if (const auto written = writer->flush(batch); !written) {
        return std::unexpected{written.error()};
    }
    judge::Examples examples;
    for (const auto& input : *inputs) {
        const auto copied = copy_exchanges(input, batch.seen, *writer, examples);
        if (!copied) return std::unexpected{copied.error()};
    }
    if (const auto end = joined_end(*inputs)) {
        if (const auto ended = writer->finish(end); !ended) return std::unexpected{ended.error()};
    }
    writer.reset();
    std::vector<std::filesystem::path> read;
    for (const auto& input : *inputs) read.push_back(input.file);
    const auto counted = merge_counts(into, read, joined.facts.contains("rules_digest"));
    if (!counted) return std::unexpected{counted.error()};
    return told;
}

}  // namespace shadowdiff::store
