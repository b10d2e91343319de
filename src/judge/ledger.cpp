// SPDX-License-Identifier: Apache-2.0
#include "judge/ledger.hpp"

#include <cassert>
#include <numeric>

namespace shadowdiff::judge {

void Ledger::settle(Verdict verdict, Reason reason, std::uint64_t requests) {
    assert(requests <= pending() && "a request is settled once, after it was seen");
    counts_[static_cast<std::size_t>(verdict)][static_cast<std::size_t>(reason)] += requests;
}

std::uint64_t Ledger::settled() const {
    std::uint64_t total = 0;
    for (const auto& reasons : counts_) {
        total = std::accumulate(reasons.begin(), reasons.end(), total);
    }
    return total;
}

std::uint64_t Ledger::count(Verdict verdict) const {
    const auto& reasons = counts_[static_cast<std::size_t>(verdict)];
    return std::accumulate(reasons.begin(), reasons.end(), std::uint64_t{0});
}

std::uint64_t Ledger::count(Verdict verdict, Reason reason) const {
    return counts_[static_cast<std::size_t>(verdict)][static_cast<std::size_t>(reason)];
}

}  // namespace shadowdiff::judge
