// SPDX-License-Identifier: Apache-2.0
// What went wrong with some of many files, while the others were read on: one line at the end.
#pragma once

#include "base/result.hpp"

#include <fmt/format.h>

#include <cstddef>
#include <optional>
#include <utility>

namespace shadowdiff::capture {

class Troubles {
public:
    void add(Error error) {
        if (count_++ == 0) first_ = std::move(error);
    }
    /// The first, and how many more; once.
    std::optional<Error> take() {
        if (count_ == 0) return std::nullopt;
        const auto others = std::exchange(count_, 0) - 1;
        if (others == 0) return std::move(first_);
        return Error{
            fmt::format("{} (and {} more of the files ended early)", first_.message, others)};
    }

private:
    Error first_;
    std::size_t count_ = 0;
};

}  // namespace shadowdiff::capture
