// SPDX-License-Identifier: Apache-2.0
// The rules' paths as an automaton that goes down a document with the walk: its states are made as
// they are first reached, so that a step costs a look-up, and where no rule holds, nothing.
#pragma once

#include "rules/rule_set.hpp"

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace shadowdiff::rules {

/// 0: no rule holds here, and none can hold below.
using State = std::uint32_t;

/// The rules that hold at one value, those of greater precedence first.
struct InForce {
    std::vector<RuleIndex> values;  // selected here or around; what a Compare cuts off is gone
    std::vector<RuleIndex> array;   // Unordered and Key, of this array alone
    bool operator==(const InForce&) const = default;
};

/// Not for several threads. The rules must live longer.
class PathRules {
public:
    PathRules(const RuleSet& set, const std::vector<RuleIndex>& chosen,
              const RuleLimits& limits = {});

    /// `has_marks`: with() will be asked, so that nowhere is nothing.
    State root(bool has_marks);
    State member(State state, std::string_view name);
    State element(State state, std::size_t index, std::size_t length);
    /// Whether element() asks for the place of an element, and for how many there are.
    bool asks_for_places(State state);
    /// The same value, which those paths select too. Indices into filtered().
    State with(State state, const std::vector<std::uint32_t>& selecting);
    const InForce& at(State state) const { return node(state).in_force; }

    /// Paths with filters: which values they select is to be found beforehand.
    const std::vector<const json::Query*>& filtered() const { return filtered_; }
    /// More states than there may be were asked for: rules did not hold where they should.
    bool is_exhausted() const { return is_exhausted_; }

private:
    struct Path {
        RuleIndex rule = 0;
        Precedence precedence;
        const json::Query* query = nullptr;
    };
    struct Position {  // the next segment of a path that has come so far
        std::uint32_t path = 0;
        std::uint32_t segment = 0;
        auto operator<=>(const Position&) const = default;
    };
    struct Node {
        std::vector<Position> positions;
        InForce in_force;
        bool has_marks = false;
        bool members_known = false;
        bool elements_known = false;
        bool elements_differ = false;  // by index
        std::vector<std::pair<std::string_view, State>> named;
        State other_member = 0;
        State any_element = 0;
    };
    struct Step;

    Node& node(State state) { return *nodes_[state]; }
    const Node& node(State state) const { return *nodes_[state]; }
    State make_root(bool has_marks);
    State next(const Node& from, const Step& step);
    State intern(Node node);
    void put_in_force(InForce& in_force, std::vector<std::uint32_t> selecting) const;
    bool is_unguarded(RuleIndex rule) const;
    [[gnu::noinline]] void find_members(State state);
    [[gnu::noinline]] void find_elements(State state);
    [[gnu::noinline]] State element_at(State state, std::size_t index, std::size_t length);

    const RuleSet& set_;
    RuleLimits limits_;
    std::vector<Path> paths_;
    std::vector<const json::Query*> filtered_;
    std::vector<std::uint32_t> filtered_paths_;  // into paths_
    std::vector<std::unique_ptr<Node>> nodes_;
    std::unordered_map<std::string, State> known_;
    bool is_exhausted_ = false;
    std::array<std::optional<State>, 2> roots_;  // without marks and with them
};

}  // namespace shadowdiff::rules
