// SPDX-License-Identifier: Apache-2.0
#include "rules/path_rules.hpp"

#include "base/overload.hpp"
#include "json/same_bytes.hpp"

#include <algorithm>
#include <optional>
#include <ranges>

namespace shadowdiff::rules {

/// To a member of that name, or to an element.
struct PathRules::Step {
    std::optional<std::string_view> name = std::nullopt;
    bool is_element = false;
    std::optional<std::int64_t> index = std::nullopt;  // none: any that no selector names
    std::int64_t length = 0;

    bool is_taken_by(const json::Selector& selector) const {
        return std::visit(
            Overload{[&](const json::NameSelector& one) { return name == one.name; },
                     [](const json::WildcardSelector&) { return true; },
                     [&](const json::IndexSelector& one) {
                         return index && (one.index < 0 ? one.index + length : one.index) == *index;
                     },
                     [&](const json::SliceSelector& slice) {
                         return index && json::bounds(slice, length).contains(*index);
                     },
                     [](const json::FilterSelector&) { return false; }},
            selector);
    }
};

namespace {

bool is_array_action(const Action& action) {
    return std::holds_alternative<Unordered>(action) || std::holds_alternative<Key>(action);
}

bool is_by_index(const json::Selector& selector) {
    return std::holds_alternative<json::IndexSelector>(selector) ||
           std::holds_alternative<json::SliceSelector>(selector);
}

template <class T>
void append_bytes(std::string& key, const std::vector<T>& list) {
    const auto size = list.size();
    key.append(reinterpret_cast<const char*>(&size), sizeof size);
    key.append(reinterpret_cast<const char*>(list.data()), size * sizeof(T));
}

}  // namespace

PathRules::PathRules(const RuleSet& set, const std::vector<RuleIndex>& chosen,
                     const RuleLimits& limits)
    : set_{set}, limits_{limits} {
    for (const auto rule : chosen) {
        for (const auto& path : set.rules[rule].paths) {
            const auto* query = std::get_if<json::Query>(&path.place);
            if (query == nullptr) continue;
            if (query->has_filter()) {
                filtered_.push_back(query);
                filtered_paths_.push_back(static_cast<std::uint32_t>(paths_.size()));
            }
            paths_.push_back({rule, precedence(path, set.rules[rule], rule), query});
        }
    }
    intern({});  // state 0
}

State PathRules::root(bool has_marks) {
    auto& root = roots_[has_marks ? 1 : 0];
    if (!root) root = make_root(has_marks);
    return *root;
}

State PathRules::make_root(bool has_marks) {
    Node node;
    node.has_marks = has_marks;
    std::vector<std::uint32_t> selecting;
    for (std::uint32_t path = 0; path < paths_.size(); ++path) {
        if (paths_[path].query->has_filter()) continue;
        if (paths_[path].query->segments.empty()) {
            selecting.push_back(path);
        } else {
            node.positions.push_back({path, 0});
        }
    }
    put_in_force(node.in_force, std::move(selecting));
    return intern(std::move(node));
}

State PathRules::member(State state, std::string_view name) {
    if (state == 0) return 0;
    if (!node(state).members_known) find_members(state);
    const auto& here = node(state);
    for (const auto& [known, to] : here.named) {
        const bool is_same =
            known.size() == name.size() && json::same_bytes(known.data(), name.data(), name.size());
        if (is_same) return to;
    }
    return here.other_member;
}

void PathRules::find_members(State state) {
    const auto names = [&](const Position& position) -> const auto& {
        return paths_[position.path].query->segments[position.segment].selectors;
    };
    std::vector<std::pair<std::string_view, State>> named;
    for (const auto& position : node(state).positions) {
        for (const auto& selector : names(position)) {
            const auto* one = std::get_if<json::NameSelector>(&selector);
            if (one != nullptr) named.emplace_back(one->name, 0);
        }
    }
    std::ranges::sort(named);
    named.erase(std::ranges::unique(named).begin(), named.end());
    for (auto& [name, to] : named) to = next(node(state), {.name = name});
    const auto other = next(node(state), {});
    auto& here = node(state);
    here.named = std::move(named);
    here.other_member = other;
    here.members_known = true;
}

State PathRules::element(State state, std::size_t index, std::size_t length) {
    if (state == 0) return 0;
    if (!node(state).elements_known) find_elements(state);
    const auto& here = node(state);
    return here.elements_differ ? element_at(state, index, length) : here.any_element;
}

State PathRules::element_at(State state, std::size_t index, std::size_t length) {
    return next(node(state), {.name = {},
                              .is_element = true,
                              .index = static_cast<std::int64_t>(index),
                              .length = static_cast<std::int64_t>(length)});
}

bool PathRules::asks_for_places(State state) {
    if (state == 0) return false;
    if (!node(state).elements_known) find_elements(state);
    return node(state).elements_differ;
}

void PathRules::find_elements(State state) {
    const bool differ = std::ranges::any_of(node(state).positions, [&](const Position& position) {
        const auto& segment = paths_[position.path].query->segments[position.segment];
        return std::ranges::any_of(segment.selectors, is_by_index);
    });
    const auto any = differ ? State{0} : next(node(state), {.name = {}, .is_element = true});
    auto& here = node(state);
    here.elements_differ = differ;
    here.any_element = any;
    here.elements_known = true;
}

State PathRules::with(State state, const std::vector<std::uint32_t>& selecting) {
    if (selecting.empty()) return state;
    const auto& here = node(state);
    Node node;
    node.positions = here.positions;
    node.in_force = here.in_force;
    node.has_marks = here.has_marks;
    std::vector<std::uint32_t> paths;
    for (const auto filtered : selecting) paths.push_back(filtered_paths_[filtered]);
    put_in_force(node.in_force, std::move(paths));
    return intern(std::move(node));
}

State PathRules::next(const Node& from, const Step& step) {
    Node node;
    node.has_marks = from.has_marks;
    node.in_force.values = from.in_force.values;
    std::vector<std::uint32_t> selecting;
    for (const auto& position : from.positions) {
        const auto& segments = paths_[position.path].query->segments;
        const auto& segment = segments[position.segment];
        if (segment.is_descendant) node.positions.push_back(position);
        const auto takes = [&](const auto& selector) { return step.is_taken_by(selector); };
        if (!std::ranges::any_of(segment.selectors, takes)) continue;
        if (position.segment + 1 == segments.size()) {
            selecting.push_back(position.path);
        } else {
            node.positions.push_back({position.path, position.segment + 1});
        }
    }
    put_in_force(node.in_force, std::move(selecting));
    return intern(std::move(node));
}

bool PathRules::is_unguarded(RuleIndex rule) const { return !set_.rules[rule].when.has_value(); }

void PathRules::put_in_force(InForce& in_force, std::vector<std::uint32_t> selecting) const {
    if (selecting.empty()) return;
    std::ranges::sort(selecting, std::greater{},
                      [&](std::uint32_t path) { return paths_[path].precedence; });
    std::vector<RuleIndex> rules;
    for (const auto path : selecting) rules.push_back(paths_[path].rule);
    rules.insert(rules.end(), in_force.array.begin(), in_force.array.end());
    rules.insert(rules.end(), in_force.values.begin(), in_force.values.end());
    in_force = {};
    for (const auto rule : rules) {
        const auto& action = set_.rules[rule].action;
        auto& list = is_array_action(action) ? in_force.array : in_force.values;
        if (std::ranges::find(list, rule) != list.end()) continue;
        const bool is_compare = std::holds_alternative<Compare>(action);
        if (is_compare && is_unguarded(rule)) return;
        list.push_back(rule);
        const bool ignores_all = std::holds_alternative<Ignore>(action) && list.size() == 1;
        if (ignores_all && is_unguarded(rule)) return;
    }
}

State PathRules::intern(Node node) {
    std::ranges::sort(node.positions);
    node.positions.erase(std::ranges::unique(node.positions).begin(), node.positions.end());
    std::string key;
    append_bytes(key, node.positions);
    append_bytes(key, node.in_force.values);
    append_bytes(key, node.in_force.array);
    key += node.has_marks ? '1' : '0';
    const auto found = known_.find(key);
    if (found != known_.end()) return found->second;
    if (nodes_.size() >= limits_.states_max) {
        is_exhausted_ = true;
        return 0;
    }
    nodes_.push_back(std::make_unique<Node>(std::move(node)));
    const auto state = static_cast<State>(nodes_.size() - 1);
    known_.emplace(std::move(key), state);
    return state;
}

}  // namespace shadowdiff::rules
