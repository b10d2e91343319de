// SPDX-License-Identifier: Apache-2.0
#include "store/merge.hpp"

#include "base/escape.hpp"
#include "store/choose_examples.hpp"
#include "store/merge_counts.hpp"
#include "store/merge_facts.hpp"
#include "store/merge_totals.hpp"
#include "store/merged_ids.hpp"
#include "store/run_file.hpp"
#include "store/run_ids.hpp"
#include "store/run_reader.hpp"
#include "store/run_writer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <memory>
#include <set>
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

std::string list_of_runs(const std::set<std::string>& runs) {
    std::string list;
    for (const auto& id : runs) list += (list.empty() ? "" : " ") + id;
    return list;
}

Result<std::vector<Input>> open_all(const std::vector<std::filesystem::path>& files) {
    std::vector<Input> all;
    for (const auto& file : files) {
        auto reader = RunReader::open(file);
        if (!reader) return std::unexpected{reader.error()};
        Input input{file, std::move(*reader), {}, {}};
        input.rows = input.reader.rows();
        input.runs = runs_in(input.rows);
        all.push_back(std::move(input));
    }
    return all;
}

// Those that bring runs of their own, by index. A file of many runs stands for the files of these,
// wherever it was named.
Result<std::set<std::size_t>> choose_inputs(const std::vector<Input>& all) {
    std::set<std::pair<std::ptrdiff_t, std::size_t>> by_runs;  // most first, then as named
    for (std::size_t i = 0; i < all.size(); ++i) by_runs.emplace(-std::ssize(all[i].runs), i);
    std::set<std::string> known;
    std::set<std::size_t> chosen;
    for (const auto& [_, i] : by_runs) {
        const auto& runs = all[i].runs;
        const auto before =
            std::ranges::count_if(runs, [&](const auto& run) { return known.contains(run); });
        if (before == std::ssize(runs)) continue;
        if (before > 0) {
            return std::unexpected{Error{fmt::format(
                "cannot merge {}: one of the runs in it is there already (merge the runs "
                "themselves)",
                printable(all[i].file.string()))}};
        }
        known.insert(runs.begin(), runs.end());
        chosen.insert(i);
    }
    return chosen;
}

// In the order in which they were named.
Result<std::vector<Input>> inputs_of(const std::vector<std::filesystem::path>& files,
                                     std::vector<std::string>& told) {
    auto all = open_all(files);
    if (!all) return all;
    const auto chosen = choose_inputs(*all);
    if (!chosen) return std::unexpected{chosen.error()};
    std::vector<Input> inputs;
    for (std::size_t i = 0; i < all->size(); ++i) {
        auto& input = (*all)[i];
        if (chosen->contains(i)) {
            inputs.push_back(std::move(input));
        } else {
            told.push_back(fmt::format("{}: is there already", printable(input.file.string())));
        }
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
        runs += (runs.empty() ? "" : " ") + list_of_runs(input.runs);
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

Result<void> copy_exchanges(const Input& input, std::uint64_t seen, RunWriter& writer,
                            judge::Examples& examples, MergedIds& ids) {
    Batch batch;
    batch.seen = seen;
    Result<void> written;
    const auto flush = [&] {
        if (written) written = writer.flush(batch);
        batch.exchanges.clear();
    };
    ids.begin(list_of_runs(input.runs));
    const auto keep = input.rows.run.facts.find("keep");
    const bool samples_matches = keep != input.rows.run.facts.end() && keep->second != "all";
    input.reader.each_exchange({}, [&](const ExchangeRow& exchange) {
        auto row = exchange;
        row.id = ids.own(row.id);
        const bool is_sample = row.verdict == "match" && samples_matches;
        if (row.is_whole && (is_sample || row.verdict != "match")) choose_examples(row, examples);
        if (is_sample && row.examples.empty()) return;  // it lost its place
        batch.exchanges.push_back(std::move(row));
        if (batch.exchanges.size() >= rows_at_once) flush();
    });
    flush();
    return written;
}

/// The whole is made beside the file whose place it takes: what fails on the way leaves that one as
/// it is, and nothing half of the new.
class Part {
public:
    explicit Part(const std::filesystem::path& into) : file_{into.string() + ".part"} {}
    ~Part() { remove_run_file(file_); }
    Part(const Part&) = delete;
    Part& operator=(const Part&) = delete;
    const std::filesystem::path& file() const { return file_; }

private:
    std::filesystem::path file_;
};

Result<void> write_whole(const std::filesystem::path& file, const std::vector<Input>& inputs,
                         const RunRow& joined) {
    auto writer = std::make_unique<RunWriter>(file, joined);
    MergeTotals totals;
    for (const auto& input : inputs) totals.add(input.rows, input.reader);
    const auto batch = totals.take();
    if (auto written = writer->flush(batch); !written) return written;
    judge::Examples examples;
    MergedIds ids;
    for (const auto& input : inputs) {
        if (auto copied = copy_exchanges(input, batch.seen, *writer, examples, ids); !copied) {
            return copied;
        }
    }
    if (const auto end = joined_end(inputs)) {
        if (auto ended = writer->finish(end); !ended) return ended;
    }
    writer.reset();
    std::vector<std::filesystem::path> read;
    for (const auto& input : inputs) read.push_back(input.file);
    return merge_counts(file, read, joined.facts.contains("rules_digest"));
}

}  // namespace

Result<std::vector<std::string>> merge(const std::filesystem::path& into,
                                       const std::vector<std::filesystem::path>& files) {
    std::vector<std::string> told;
    const auto inputs = inputs_of(files, told);
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
    check_replaceable(into);
    const Part part{into};
    if (const auto written = write_whole(part.file(), *inputs, joined); !written) {
        return std::unexpected{written.error()};
    }
    if (const auto placed = take_place(part.file(), into); !placed) {
        return std::unexpected{placed.error()};
    }
    return told;
}

}  // namespace shadowdiff::store
