// SPDX-License-Identifier: Apache-2.0
// The count of every request seen, by verdict and reason. It balances: seen = judged + pending.
#pragma once

#include "base/reason.hpp"
#include "judge/verdict.hpp"

#include <array>
#include <cstdint>

namespace shadowdiff::judge {

class Ledger {
public:
    void see(std::uint64_t requests = 1) { seen_ += requests; }
    void settle(Verdict verdict, Reason reason = Reason::none, std::uint64_t requests = 1);

    std::uint64_t seen() const { return seen_; }
    std::uint64_t settled() const;
    std::uint64_t pending() const { return seen_ - settled(); }
    std::uint64_t count(Verdict verdict) const;
    std::uint64_t count(Verdict verdict, Reason reason) const;
    bool operator==(const Ledger&) const = default;

private:
    std::uint64_t seen_ = 0;
    std::array<std::array<std::uint64_t, reason_count>, verdict_count> counts_{};
};

}  // namespace shadowdiff::judge
