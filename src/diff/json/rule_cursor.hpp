// SPDX-License-Identifier: Apache-2.0
// Where the walk over two documents stands, as the rules see it.
#pragma once

#include "diff/json/json_path.hpp"
#include "rules/tree_rules.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace shadowdiff::diff {

class RuleCursor {
public:
    /// Of the array around, where a rule asks for places.
    struct Lengths {
        std::size_t legacy = 0;
        std::size_t candidate = 0;
    };
    /// Of one value, or of the elements of one array.
    struct Place {
        rules::State state;
        Lengths lengths;
    };

    /// Null are no rules.
    explicit RuleCursor(rules::TreeRules* rules) : rules_{rules} {
        if (rules_ != nullptr) root_ = state_ = rules_->root();
    }

    /// No rule holds here or below.
    bool is_idle() const { return state_ == 0; }

    /// Goes down one step; gives the place to come back to.
    Place go(Step step, rules::MaybeNode legacy, rules::MaybeNode candidate) {
        const Place before{state_, lengths_};
        if (!is_idle()) enter(step, legacy, candidate);
        return before;
    }
    void come_back(const Place& place) {
        state_ = place.state;
        lengths_ = place.lengths;
    }

    /// Before the first element of two arrays.
    void enter_arrays(const json::Document& legacy, std::uint32_t in_legacy,
                      const json::Document& candidate, std::uint32_t in_candidate);

    /// The rule by which a difference here does not count.
    std::optional<rules::RuleIndex> excuse(rules::MaybeNode legacy, rules::MaybeNode candidate,
                                           bool is_order) const;
    /// The declared key of the array here, or null.
    const rules::Key* key() const { return is_idle() ? nullptr : rules_->key(state_); }

    /// The hashes of a value here, or of the whole document.
    void hash(rules::Side side, std::uint32_t node, std::span<std::uint64_t> hashes,
              json::ScalarHash scalar = json::hash_scalar) const;
    void hash_all(rules::Side side, std::span<std::uint64_t> hashes) const;
    bool has_rules() const { return root_ != 0; }

private:
    void enter(Step step, rules::MaybeNode legacy, rules::MaybeNode candidate);

    rules::TreeRules* rules_;
    rules::State root_ = 0;
    rules::State state_ = 0;
    Lengths lengths_;
};

}  // namespace shadowdiff::diff
