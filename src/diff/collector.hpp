// SPDX-License-Identifier: Apache-2.0
// Where differences are gathered within their bounds: so many of them, so long each text.
#pragma once

#include "base/limits.hpp"
#include "diff/diff.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace shadowdiff::diff {

/// At most `bytes_max` bytes; what is cut ends in "…", between two characters.
std::string bounded(std::string_view text, std::size_t bytes_max);

class Collector {
public:
    explicit Collector(const DiffLimits& limits) : limits_{limits} {}

    /// The list is full: what comes is counted only, and need not be written out.
    bool is_full() const { return found_.list.size() >= limits_.differences_max; }
    void count_unlisted() { ++found_.unlisted; }

    void add(Difference difference);
    /// At a place that has no elements: its path is its pattern.
    void add(std::string path, Kind kind, Severity severity, std::string_view legacy,
             std::string_view candidate);

    Differences take() { return std::move(found_); }

private:
    DiffLimits limits_;
    Differences found_;
};

}  // namespace shadowdiff::diff
