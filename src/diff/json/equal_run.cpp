// SPDX-License-Identifier: Apache-2.0
#include "diff/json/equal_run.hpp"

#include "json/common_prefix.hpp"

#include <algorithm>

namespace shadowdiff::diff {

bool EqualRun::holds(std::size_t legacy, std::size_t candidate, std::size_t length) {
    const auto end = legacy + length;
    if (candidate - legacy == shift_ && legacy >= begin_ && legacy <= end_) {
        if (end <= end_) return true;
        if (!is_cut_) return false;
        ahead_ *= 2;  // pays as long as the run goes on
    } else {
        begin_ = end_ = legacy;
        shift_ = candidate - legacy;
        ahead_ = length;
    }
    extend(end + ahead_);
    return end <= end_;
}

void EqualRun::extend(std::size_t legacy_end) {
    const auto wanted = legacy_end - end_;
    const auto legacy = legacy_.substr(end_, wanted);
    const auto candidate = candidate_.substr(end_ + shift_, wanted);
    const auto equal = json::common_prefix(legacy, candidate);
    end_ += equal;
    is_cut_ = equal == std::min(legacy.size(), candidate.size()) && end_ < legacy_.size() &&
              end_ + shift_ < candidate_.size();
}

}  // namespace shadowdiff::diff
