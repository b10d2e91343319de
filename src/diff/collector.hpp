// SPDX-License-Identifier: Apache-2.0
// Where differences are gathered within their bounds: so many of them, so long each text.
#pragma once

#include "base/limits.hpp"
#include "diff/diff.hpp"
#include "diff/meaning/meaning.hpp"

#include <boost/container/small_vector.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace shadowdiff::diff {

/// At most `bytes_max` bytes; what is cut ends in "…", between two characters.
std::string bounded(std::string_view text, std::size_t bytes_max);

/// A difference before it is written out.
struct FoundDifference {
    std::string_view path;
    std::string_view pattern;
    Meaning meaning;
    std::string_view legacy;
    std::string_view candidate;
};

class Collector {
public:
    explicit Collector(const DiffLimits& limits, rules::ScopedRules* rules = nullptr)
        : limits_{limits}, rules_{rules} {}

    /// Null where no rule holds.
    rules::ScopedRules* rules() const { return rules_; }

    /// Counts a difference; true when it is to be listed, and so must be written out and added.
    /// Patterns are told apart by their hashes.
    bool admits(std::uint64_t pattern_hash, Kind kind, Severity severity);
    void add(const FoundDifference& found);
    void add(Difference difference);

    /// How many were admitted or counted so far.
    std::size_t count() const { return found_.list.size() + found_.repeated + found_.unlisted; }

    std::size_t set_aside_count() const {
        return found_.set_aside.size() + found_.set_aside_unlisted;
    }

    /// A difference that counts for nothing, by that rule.
    void set_aside(const FoundDifference& found, rules::RuleIndex rule);
    void set_aside(Difference difference, rules::RuleIndex rule);
    /// Cuts what is longer than it may be.
    void bound(Difference& difference) const;

    /// All of it, at a place that has no elements: its path is its pattern. Rules are asked;
    /// whether they may look at the values is told by `are_whole`: these are not parts of longer
    /// ones.
    void report(Difference difference, bool are_whole);
    void add(std::string path, Kind kind, Severity severity, std::string_view legacy,
             std::string_view candidate);
    void add(std::string path, const Meaning& meaning, std::string_view legacy,
             std::string_view candidate);

    void count_coarse_list() { ++found_.coarse_lists; }
    void count_given_up(std::size_t filters, bool are_states_exhausted) {
        found_.rule_filters_given_up += filters;
        if (are_states_exhausted) found_.rule_states_given_up = 1;
    }

    Differences take() { return std::move(found_); }

private:
    struct Listed {
        std::uint64_t sort;  // the hash of pattern, kind and severity
        std::size_t count;
    };

    bool has_room_aside();
    std::optional<rules::RuleIndex> excuse(const Difference& difference, bool are_whole) const;

    DiffLimits limits_;
    rules::ScopedRules* rules_;
    boost::container::small_vector<Listed, 4> listed_;  // sorted; no more than differences_max
    Differences found_;
};

}  // namespace shadowdiff::diff
