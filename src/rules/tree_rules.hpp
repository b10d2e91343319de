// SPDX-License-Identifier: Apache-2.0
// The rules on their way down two documents at once.
#pragma once

#include "json/canonical_hash.hpp"
#include "rules/rulebook.hpp"
#include "rules/texts.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace shadowdiff::rules {

using MaybeNode = std::optional<std::uint32_t>;

/// Borrows all that it is given.
class TreeRules {
public:
    TreeRules(ScopedRules& rules, const json::Document& legacy, const json::Document& candidate);

    State root();
    /// To a member or an element that has a node on one side or both. An element's index and its
    /// array's length are those of legacy, where it has the element.
    State member(State state, std::string_view name, MaybeNode legacy, MaybeNode candidate);
    State element(State state, std::size_t index, std::size_t length, MaybeNode legacy,
                  MaybeNode candidate);
    /// See PathRules.
    bool asks_for_places(State state) const { return paths_.asks_for_places(state); }

    /// The rule by which a difference here does not count. What is ignored is so with all that is
    /// in it, unless a nearer rule holds for some of that; another order does not count where all
    /// elements are ignored, or as an Unordered says.
    std::optional<RuleIndex> excuse(State state, MaybeNode legacy, MaybeNode candidate,
                                    bool is_order);

    /// The members that know an array's elements again, where a rule declares them.
    const Key* key(State state) const;

    /// Hashes of a value's nodes that are equal where the rules make values equal, as far as one
    /// side alone can tell: `hashes` has one place for each node of the value. With a loose
    /// `scalar` a tolerance makes all numbers equal, else those of one cell.
    void hash(Side side, std::uint32_t node, State state, std::span<std::uint64_t> hashes,
              json::ScalarHash scalar = json::hash_scalar);

    /// Filters that could not be evaluated within their bounds: their rules do not hold here.
    std::size_t filters_given_up() const { return filters_given_up_; }
    /// See PathRules.
    bool is_exhausted() const { return paths_.is_exhausted(); }

private:
    struct Mark {
        std::uint32_t node = 0;
        std::uint32_t path = 0;  // into PathRules::filtered()
        auto operator<=>(const Mark&) const = default;
    };

    std::vector<Mark> marks_of(const json::Document& document);
    bool is_ignored(RuleIndex rule) const;
    bool are_children_ignored(Side side, std::uint32_t container, State state);
    bool has_marks() const { return !legacy_marks_.empty() || !candidate_marks_.empty(); }
    State marked(State state, MaybeNode legacy, MaybeNode candidate);
    const json::Document& document(Side side) const {
        return side == Side::legacy ? legacy_ : candidate_;
    }

    friend class RuleHasher;

    ScopedRules& rules_;
    PathRules& paths_;
    const json::Document& legacy_;
    const json::Document& candidate_;
    std::size_t filters_given_up_ = 0;
    std::vector<Mark> legacy_marks_;  // sorted
    std::vector<Mark> candidate_marks_;
};

}  // namespace shadowdiff::rules
