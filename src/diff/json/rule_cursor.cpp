// SPDX-License-Identifier: Apache-2.0
#include "diff/json/rule_cursor.hpp"

namespace shadowdiff::diff {

namespace {

std::size_t count_elements(const json::Document& document, std::uint32_t array) {
    const auto& nodes = document.nodes();
    std::size_t count = 0;
    for (auto child = array + 1; child < nodes[array].next; child = nodes[child].next) ++count;
    return count;
}

}  // namespace

void RuleCursor::enter(Step step, rules::MaybeNode legacy, rules::MaybeNode candidate) {
    if (step.named_in == nullptr) {
        const auto length = legacy ? lengths_.legacy : lengths_.candidate;
        state_ = rules_->element(state_, step.to, length, legacy, candidate);
        return;
    }
    const auto& name = step.named_in->nodes()[step.to];
    state_ = name.has_escapes
                 ? rules_->member(state_, step.named_in->string_value(name), legacy, candidate)
                 : rules_->member(state_, step.named_in->raw(name), legacy, candidate);
}

void RuleCursor::enter_arrays(const json::Document& legacy, std::uint32_t in_legacy,
                              const json::Document& candidate, std::uint32_t in_candidate) {
    if (is_idle() || !rules_->asks_for_places(state_)) return;
    lengths_.legacy = count_elements(legacy, in_legacy);
    lengths_.candidate = count_elements(candidate, in_candidate);
}

std::optional<rules::RuleIndex> RuleCursor::excuse(rules::MaybeNode legacy,
                                                   rules::MaybeNode candidate,
                                                   bool is_order) const {
    if (is_idle()) return std::nullopt;
    return rules_->excuse(state_, legacy, candidate, is_order);
}

void RuleCursor::hash(rules::Side side, std::uint32_t node, std::span<std::uint64_t> hashes,
                      json::ScalarHash scalar) const {
    rules_->hash(side, node, state_, hashes, scalar);
}

void RuleCursor::hash_all(rules::Side side, std::span<std::uint64_t> hashes) const {
    rules_->hash(side, 0, root_, hashes);
}

}  // namespace shadowdiff::diff
