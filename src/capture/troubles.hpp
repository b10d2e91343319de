// SPDX-License-Identifier: Apache-2.0
// What went wrong with some of many files, while the others were read on: one line at the end.
#pragma once

#include "capture/source.hpp"

#include <fmt/format.h>

#include <cstddef>
#include <utility>

namespace shadowdiff::capture {

class Troubles {
public:
    /// A file of which nothing could be read.
    void add(Error error) {
        has_unread_ = true;
        add_early_end(std::move(error));
    }
    void add_early_end(Error error) {
        if (count_++ == 0) first_ = std::move(error);
    }
    /// How a source of these files ends: with the first, and how many more; that once.
    Next end() {
        if (count_ == 0) return Finished{};
        const auto others = std::exchange(count_, 0) - 1;
        Error all = std::move(first_);
        if (others > 0) {
            all.message += fmt::format(" (and {} more of the files ended early)", others);
        }
        if (std::exchange(has_unread_, false)) return all;
        return Finished{std::move(all)};
    }

private:
    Error first_;
    std::size_t count_ = 0;
    bool has_unread_ = false;
};

}  // namespace shadowdiff::capture
