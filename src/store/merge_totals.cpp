// SPDX-License-Identifier: Apache-2.0
#include "store/merge_totals.hpp"

#include "store/noise_table.hpp"

#include <vector>

namespace shadowdiff::store {

void MergeTotals::add(const RunRows& rows, const RunReader& reader) {
    batch_.seen += rows.seen;
    for (std::size_t i = 0; i < blind_count; ++i) {
        const auto blind = static_cast<Blind>(i);
        for (const auto& row : rows.coverage) {
            if (row.reason == name(blind)) batch_.coverage.add(blind, row.n);
        }
    }
    for (const auto& row : reader.tally()) batch_.tally.push_back(row);
    for (const auto& row : rows.noise) {
        auto& sum = noise_[{row.route, row.pattern, row.kind}];
        sum.first += row.compared;
        sum.second += row.differed;
    }
    for (auto& one : counts_of(rows.odd_one_out)) add(std::move(one));
    for (const auto& row : rows.bounds) bounds_[row.what] += row.n;
    for (const auto& row : rows.latency.legs) {
        legs_[{row.route, row.leg, row.origin}].merge(row.sketch);
    }
    for (const auto& row : rows.latency.timings) {
        timings_[{row.route, row.origin}].merge(row.pairs);
    }
}

Batch MergeTotals::take() {
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

void MergeTotals::add(judge::OddOneOut one) {
    auto& sum = odd_one_out_[{one.route, one.pattern, std::string{name(one.kind)}}];
    one.present += sum.present;
    one.only_candidate += sum.only_candidate;
    one.only_legacy += sum.only_legacy;
    one.moved += sum.moved;
    one.all_differ += sum.all_differ;
    sum = std::move(one);
}

}  // namespace shadowdiff::store
