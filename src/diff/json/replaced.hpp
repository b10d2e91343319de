// SPDX-License-Identifier: Apache-2.0
// What parsing already knows of two documents: where one has the other's tape but for some scalars,
// nothing else has to be looked at.
#pragma once

#include "json/document.hpp"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>

namespace shadowdiff::diff {

class ReplacedScalars {
public:
    ReplacedScalars(const json::Document& legacy, const json::Document& candidate)
        : list_{candidate.replaced_in(legacy)} {}

    /// These two have one place in both texts: whether they are the same is known.
    bool know(std::uint32_t legacy, std::uint32_t candidate) const {
        return list_ && legacy == candidate;
    }
    /// The first node from there on that is another one; behind all nodes where none is. Asked of
    /// what is known, and quick where it is near to what was asked last.
    std::uint32_t first_from(std::uint32_t begin) {
        const auto& list = *list_;
        while (at_ > 0 && list[at_ - 1] >= begin) --at_;
        while (at_ < list.size() && list[at_] < begin) ++at_;
        return at_ < list.size() ? list[at_] : none;
    }
    /// Whether one of the nodes from there up to `end` is another one.
    bool is_any_in(std::uint32_t begin, std::uint32_t end) { return first_from(begin) < end; }

private:
    static constexpr auto none = std::numeric_limits<std::uint32_t>::max();

    std::optional<std::span<const std::uint32_t>> list_;
    std::size_t at_ = 0;  // the first one that is not before what was asked last
};

}  // namespace shadowdiff::diff
