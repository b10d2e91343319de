// SPDX-License-Identifier: Apache-2.0
#include "diff/json/longest_common_subsequence.hpp"

#include <algorithm>

namespace shadowdiff::diff {

namespace {

using Index = std::ptrdiff_t;
using Hashes = std::span<const std::uint64_t>;

/// How far into legacy's sequence each diagonal (legacy - candidate position) has been followed
/// with a given number of edits: only every second one from -edits to +edits is in use.
class Frontier {
public:
    explicit Frontier(Index edits) : edits_{edits}, reach_(static_cast<std::size_t>(edits) + 1) {}
    Index& operator[](Index diagonal) { return reach_[slot(diagonal)]; }
    Index operator[](Index diagonal) const { return reach_[slot(diagonal)]; }

    /// The diagonal from which the path with one edit more comes to `diagonal`.
    Index before(Index diagonal) const {
        const auto outermost = edits_ + 1;
        if (diagonal == -outermost) return diagonal + 1;
        if (diagonal == outermost) return diagonal - 1;
        return (*this)[diagonal - 1] < (*this)[diagonal + 1] ? diagonal + 1 : diagonal - 1;
    }

private:
    std::size_t slot(Index diagonal) const {
        return static_cast<std::size_t>((diagonal + edits_) / 2);
    }

    Index edits_;
    std::vector<Index> reach_;
};

struct Search {
    Hashes legacy;
    Hashes candidate;
    std::size_t& steps_left;
    std::vector<Frontier> frontiers = {};  // by number of edits

    Index legacy_size() const { return static_cast<Index>(legacy.size()); }
    Index candidate_size() const { return static_cast<Index>(candidate.size()); }

    bool equal_at(Index x, Index y) const {
        return legacy[static_cast<std::size_t>(x)] == candidate[static_cast<std::size_t>(y)];
    }

    bool take_step() {
        if (steps_left == 0) return false;
        --steps_left;
        return true;
    }

    /// Follows equal items along the diagonal; nothing when the steps are used up.
    std::optional<Index> follow(Index x, Index diagonal) {
        while (x < legacy_size() && x - diagonal < candidate_size() && equal_at(x, x - diagonal)) {
            if (!take_step()) return std::nullopt;
            ++x;
        }
        return x;
    }

    enum class Outcome { goes_on, arrived, out_of_steps };

    Outcome extend(Index edits) {
        Frontier next{edits};
        for (Index diagonal = -edits; diagonal <= edits; diagonal += 2) {
            Index start = 0;
            if (edits > 0) {
                const auto& last = frontiers.back();
                const auto from = last.before(diagonal);
                start = last[from] + (from < diagonal ? 1 : 0);
            }
            const auto x = follow(start, diagonal);
            if (!x || !take_step()) return Outcome::out_of_steps;
            next[diagonal] = *x;
            if (*x >= legacy_size() && *x - diagonal >= candidate_size()) return Outcome::arrived;
        }
        frontiers.push_back(std::move(next));
        return Outcome::goes_on;
    }

    std::vector<Match> trace_back() const {
        std::vector<Match> matches;
        auto x = legacy_size();
        auto y = candidate_size();
        const auto take_matches_down_to = [&](Index x_end, Index y_end) {
            while (x > x_end && y > y_end) {
                --x;
                --y;
                matches.push_back({static_cast<std::size_t>(x), static_cast<std::size_t>(y)});
            }
        };
        for (auto last = frontiers.rbegin(); last != frontiers.rend(); ++last) {
            const auto from = last->before(x - y);
            const auto x_before = (*last)[from];
            take_matches_down_to(x_before, x_before - from);
            x = x_before;
            y = x_before - from;
        }
        take_matches_down_to(0, 0);
        std::ranges::reverse(matches);
        return matches;
    }
};

}  // namespace

std::optional<std::vector<Match>> longest_common_subsequence(
    std::span<const std::uint64_t> legacy, std::span<const std::uint64_t> candidate,
    std::size_t edits_max, std::size_t& steps_left) {
    Search search{legacy, candidate, steps_left};
    const auto edits_end =
        static_cast<Index>(std::min(edits_max, legacy.size() + candidate.size()));
    for (Index edits = 0; edits <= edits_end; ++edits) {
        switch (search.extend(edits)) {
            case Search::Outcome::arrived: return search.trace_back();
            case Search::Outcome::out_of_steps: return std::nullopt;
            case Search::Outcome::goes_on: break;
        }
    }
    return std::nullopt;
}

}  // namespace shadowdiff::diff
