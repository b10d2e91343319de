// SPDX-License-Identifier: Apache-2.0
#include "reports/pool.hpp"

#include "diff/difference.hpp"
#include "judge/odd_one_out.hpp"
#include "reports/latency_model.hpp"
#include "store/run_ids.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <map>
#include <tuple>
#include <utility>

namespace shadowdiff::reports {
namespace {

// "" when the evidence of both is about the same.
std::string why_not(const store::RunRow& newest, const store::RunRow& other) {
    for (const auto& [fact, words] : store::facts_of_evidence) {
        const auto ours = newest.facts.find(fact);
        const auto theirs = other.facts.find(fact);
        if (ours == newest.facts.end() || theirs == other.facts.end()) {
            return fmt::format("its {} or that of the newest run is not known", words);
        }
        if (ours->second != theirs->second) {
            return fmt::format("its {} is {}, that of the newest run is {}", words, theirs->second,
                               ours->second);
        }
    }
    return "";
}

void add_findings(std::vector<store::FindingRow>& into,
                  const std::vector<store::FindingRow>& from) {
    for (const auto& one : from) {
        const auto same = std::ranges::find(into, one.fingerprint, &store::FindingRow::fingerprint);
        if (same == into.end()) {
            into.push_back(one);
            continue;
        }
        if (diff::severity_from_name(one.severity) > diff::severity_from_name(same->severity)) {
            same->severity = one.severity;
        }
        same->exchanges += one.exchanges;
        same->places += one.places;
        same->reproduced += one.reproduced;
        same->broken += one.broken;
        same->kept += one.kept;
        same->first_seen_us = std::min(same->first_seen_us, one.first_seen_us);
        same->last_seen_us = std::max(same->last_seen_us, one.last_seen_us);
    }
}

// Their weight is that of the sums.
void weigh(std::vector<store::OddOneOutRow>& rows) {
    std::vector<judge::OddOneOut> counts;
    for (const auto& row : rows) {
        counts.push_back({.route = row.route,
                          .pattern = row.pattern,
                          .present = row.present,
                          .only_candidate = row.only_candidate,
                          .only_legacy = row.only_legacy,
                          .moved = row.moved,
                          .all_differ = row.all_differ});
    }
    judge::weigh(counts);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        rows[i].p = counts[i].p;
        rows[i].q = counts[i].q;
        rows[i].effect = counts[i].effect;
        rows[i].effect_low = counts[i].effect_low;
        rows[i].effect_high = counts[i].effect_high;
    }
}

// Each row of `from` is added to the one of the same key, or is a new one.
template <class Row, class KeyOf, class Add>
void add_by_key(std::vector<Row>& into, const std::vector<Row>& from, KeyOf key_of, Add add_to) {
    std::map<decltype(key_of(into[0])), std::size_t> places;
    for (std::size_t i = 0; i < into.size(); ++i) places.emplace(key_of(into[i]), i);
    for (const Row& row : from) {
        const auto [place, is_new] = places.try_emplace(key_of(row), into.size());
        if (is_new) {
            into.push_back(row);
        } else {
            add_to(into[place->second], row);
        }
    }
}

void add_odd_ones_out(std::vector<store::OddOneOutRow>& into,
                      const std::vector<store::OddOneOutRow>& from) {
    add_by_key(
        into, from, [](const auto& row) { return std::tuple{row.route, row.pattern, row.kind}; },
        [](auto& same, const auto& one) {
            same.present += one.present;
            same.only_candidate += one.only_candidate;
            same.only_legacy += one.only_legacy;
            same.moved += one.moved;
            same.all_differ += one.all_differ;
        });
    weigh(into);
}

// Times that were not sent at the same time are no evidence, whatever others are.
void add_times(store::LatencyRows& into, const store::RunRows& from) {
    if (is_late(from.run) || is_unpaced(from.run)) return;
    add_by_key(
        into.legs, from.latency.legs,
        [](const auto& row) { return std::tuple{row.route, row.leg, row.origin}; },
        [](auto& same, const auto& one) { same.sketch.merge(one.sketch); });
    add_by_key(
        into.timings, from.latency.timings,
        [](const auto& row) { return std::pair{row.route, row.origin}; },
        [](auto& same, const auto& one) { same.pairs.merge(one.pairs); });
}

void add(store::RunRows& into, const store::RunRows& from) {
    into.seen += from.seen;
    into.middle_minute.reset();  // each run has one of its own, and so no finding has a trend
    into.earlier.clear();
    into.run.started_at_us = std::min(into.run.started_at_us, from.run.started_at_us);
    into.tally.insert(into.tally.end(), from.tally.begin(), from.tally.end());
    into.minutes.insert(into.minutes.end(), from.minutes.begin(), from.minutes.end());
    std::map<std::string, std::uint64_t> coverage;
    for (const auto& row : into.coverage) coverage[row.reason] += row.n;
    for (const auto& row : from.coverage) coverage[row.reason] += row.n;
    into.coverage.clear();
    for (const auto& [reason, n] : coverage) into.coverage.push_back({reason, n});
    into.noise.insert(into.noise.end(), from.noise.begin(), from.noise.end());
    add_odd_ones_out(into.odd_one_out, from.odd_one_out);
    add_times(into.latency, from);
    add_findings(into.findings, from.findings);
    into.examples.insert(into.examples.end(), from.examples.begin(), from.examples.end());
    into.exchanges_kept += from.exchanges_kept;
}

}  // namespace

Pool pool(std::vector<NamedRun> runs) {
    Pool pool;
    if (runs.empty()) return pool;
    std::ranges::sort(runs, std::ranges::greater{}, [](const NamedRun& one) {
        return std::pair{one.rows.run.started_at_us, one.file};
    });
    pool.rows = std::move(runs.front().rows);
    pool.files.push_back(runs.front().file);
    auto known = store::runs_in(pool.rows);
    for (std::size_t i = 1; i < runs.size(); ++i) {
        const auto& [file, rows] = runs[i];
        const auto own = store::runs_in(rows);
        if (std::ranges::any_of(own, [&](const auto& run) { return known.contains(run); })) {
            pool.left_out.push_back(file + ": a run that is in it is counted already");
            continue;
        }
        if (const auto why = why_not(pool.rows.run, rows.run); !why.empty()) {
            pool.left_out.push_back(fmt::format("{}: {}", file, why));
            continue;
        }
        add(pool.rows, rows);
        known.insert(own.begin(), own.end());
        pool.files.push_back(file);
    }
    return pool;
}

}  // namespace shadowdiff::reports
