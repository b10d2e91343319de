// SPDX-License-Identifier: Apache-2.0
// What comparing gave up to stay inside its bounds, and in how many exchanges.
#pragma once

#include "diff/compare.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace shadowdiff::judge {

class BoundsHit {
public:
    /// Once for each exchange, with all its answers.
    void add(const diff::Comparison& comparison);
    void add(std::string_view what, std::uint64_t n) {
        if (n > 0) counts_[std::string{what}] += n;
    }

    /// By name; docs/schema.md tells them. None is 0.
    const std::map<std::string, std::uint64_t>& counts() const { return counts_; }

private:
    std::map<std::string, std::uint64_t> counts_;
};

}  // namespace shadowdiff::judge
