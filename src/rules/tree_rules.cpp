// SPDX-License-Identifier: Apache-2.0
#include "rules/tree_rules.hpp"

#include <algorithm>
#include <utility>

namespace shadowdiff::rules {

namespace {

Value value_of(const json::Document& document, std::uint32_t index) {
    const auto& node = document.nodes()[index];
    const bool is_container = node.type == json::Type::array || node.type == json::Type::object;
    if (is_container) return {node.type, "", false};
    return {node.type,
            node.type == json::Type::string ? document.string_value(node)
                                            : std::string{document.raw(node)},
            false};
}

}  // namespace

TreeRules::TreeRules(ScopedRules& rules, const json::Document& legacy,
                     const json::Document& candidate)
    : rules_{rules},
      paths_{rules.paths()},
      legacy_{legacy},
      candidate_{candidate},
      legacy_marks_{marks_of(legacy)},
      candidate_marks_{marks_of(candidate)} {}

std::vector<TreeRules::Mark> TreeRules::marks_of(const json::Document& document) {
    std::vector<Mark> marks;
    const auto& filtered = paths_.filtered();
    for (std::uint32_t path = 0; path < filtered.size(); ++path) {
        const auto nodes = json::evaluate(*filtered[path], document);
        if (!nodes) {
            ++filters_given_up_;
            continue;
        }
        for (const auto node : *nodes) marks.push_back({node, path});
    }
    std::ranges::sort(marks);
    return marks;
}

State TreeRules::root() {
    const auto root = paths_.root(has_marks());
    return has_marks() ? marked(root, 0, 0) : root;
}

State TreeRules::member(State state, std::string_view name, MaybeNode legacy, MaybeNode candidate) {
    if (state == 0) return 0;
    const auto to = paths_.member(state, name);
    return has_marks() ? marked(to, legacy, candidate) : to;
}

State TreeRules::element(State state, std::size_t index, std::size_t length, MaybeNode legacy,
                         MaybeNode candidate) {
    if (state == 0) return 0;
    const auto to = paths_.element(state, index, length);
    return has_marks() ? marked(to, legacy, candidate) : to;
}

/// A filter that selects the value on one side selects it: what is set aside by what legacy says
/// may well be what the candidate says otherwise.
State TreeRules::marked(State state, MaybeNode legacy, MaybeNode candidate) {
    std::vector<std::uint32_t> selecting;
    const auto collect = [&](const std::vector<Mark>& marks, MaybeNode node) {
        if (!node || marks.empty()) return;
        const auto [begin, end] = std::ranges::equal_range(marks, *node, {}, &Mark::node);
        for (auto mark = begin; mark != end; ++mark) selecting.push_back(mark->path);
    };
    collect(legacy_marks_, legacy);
    collect(candidate_marks_, candidate);
    return paths_.with(state, selecting);
}

std::optional<RuleIndex> TreeRules::excuse(State state, MaybeNode legacy, MaybeNode candidate,
                                           bool is_order) {
    const auto& in_force = paths_.at(state);
    if (in_force.values.empty() && in_force.array.empty()) return std::nullopt;
    Question question;
    if (legacy) question.legacy = value_of(legacy_, *legacy);
    if (candidate) question.candidate = value_of(candidate_, *candidate);
    question.is_order = is_order;
    const auto rule = rules::excuse(rules_.set(), in_force, question, rules_.limits());
    if (!rule || !is_ignored(*rule)) return rule;
    const bool are_ignored =
        (!legacy || are_children_ignored(Side::legacy, *legacy, state)) &&
        (!candidate || are_children_ignored(Side::candidate, *candidate, state));
    return are_ignored ? rule : std::nullopt;
}

bool TreeRules::is_ignored(RuleIndex rule) const {
    return std::holds_alternative<Ignore>(rules_.set().rules[rule].action);
}

// A nearer rule may compare some of them, and then it is theirs whether they are there, and where.
bool TreeRules::are_children_ignored(Side side, std::uint32_t container, State state) {
    const auto& of = document(side);
    const auto& nodes = of.nodes();
    const auto end = nodes[container].next;
    const auto is_ignored_below = [&](std::uint32_t child, auto enter) {
        const MaybeNode none;
        const MaybeNode legacy = side == Side::legacy ? MaybeNode{child} : none;
        const MaybeNode candidate = side == Side::candidate ? MaybeNode{child} : none;
        const auto rule = excuse(enter(legacy, candidate), legacy, candidate, false);
        return rule && is_ignored(*rule);
    };
    if (nodes[container].type == json::Type::object) {
        for (auto name = container + 1; name < end; name = nodes[name + 1].next) {
            const auto enter = [&](MaybeNode legacy, MaybeNode candidate) {
                return nodes[name].has_escapes
                           ? member(state, of.string_value(nodes[name]), legacy, candidate)
                           : member(state, of.raw(nodes[name]), legacy, candidate);
            };
            if (!is_ignored_below(name + 1, enter)) return false;
        }
    } else if (nodes[container].type == json::Type::array) {
        std::size_t length = 0;
        for (auto child = container + 1; child < end; child = nodes[child].next) ++length;
        std::size_t position = 0;
        for (auto child = container + 1; child < end; child = nodes[child].next) {
            const auto enter = [&](MaybeNode legacy, MaybeNode candidate) {
                return element(state, position++, length, legacy, candidate);
            };
            if (!is_ignored_below(child, enter)) return false;
        }
    }
    return true;
}

const Key* TreeRules::key(State state) const {
    if (state == 0) return nullptr;
    for (const auto rule : paths_.at(state).array) {
        if (const auto* key = std::get_if<Key>(&rules_.set().rules[rule].action)) return key;
    }
    return nullptr;
}

}  // namespace shadowdiff::rules
