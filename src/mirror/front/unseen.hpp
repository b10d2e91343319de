// SPDX-License-Identifier: Apache-2.0
// What clients sent that became no exchange, and what of an answer did not reach its client: no
// ledger has it, so it is told as coverage.
#pragma once

#include "base/coverage.hpp"

#include <functional>
#include <utility>

namespace shadowdiff::mirror {

/// May be empty. Gets all that was counted so far.
using OnCoverage = std::function<void(const Coverage&)>;

class Unseen {
public:
    explicit Unseen(OnCoverage on_coverage) : on_coverage_{std::move(on_coverage)} {}

    void add(Blind blind) {
        coverage_.add(blind);
        if (on_coverage_) on_coverage_(coverage_);
    }
    void fall_silent() { on_coverage_ = nullptr; }

private:
    OnCoverage on_coverage_;
    Coverage coverage_;
};

}  // namespace shadowdiff::mirror
