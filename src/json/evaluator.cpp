// SPDX-License-Identifier: Apache-2.0
#include "json/evaluator.hpp"

#include "base/overload.hpp"

#include <algorithm>
#include <ranges>

namespace shadowdiff::json {

bool Evaluator::step(std::size_t steps) {
    steps_ += steps;
    if (steps_ > limits_.steps_max) is_exhausted_ = true;
    return !is_exhausted_;
}

NodeIndices Evaluator::select(std::span<const Segment> segments, std::uint32_t start) {
    NodeIndices current{start};
    for (const auto& segment : segments) {
        NodeIndices selected;
        for (const auto node : current) {
            if (segment.is_descendant) {
                select_descendants(segment, node, selected);
            } else {
                select_children(segment, node, selected);
            }
            if (selected.size() > limits_.nodes_max) is_exhausted_ = true;
            if (is_exhausted_) return {};
        }
        current = std::move(selected);
    }
    return current;
}

/// The node itself, then all below it, a container before what it holds.
void Evaluator::select_descendants(const Segment& segment, std::uint32_t node,
                                   NodeIndices& selected) {
    NodeIndices waiting{node};
    while (!waiting.empty() && !is_exhausted_ && selected.size() <= limits_.nodes_max) {
        const auto next = waiting.back();
        waiting.pop_back();
        select_children(segment, next, selected);
        for (const auto child : std::views::reverse(children(next))) waiting.push_back(child);
    }
}

/// Elements, or values of members.
NodeIndices Evaluator::children(std::uint32_t node) {
    const auto& nodes = document_.nodes();
    const auto type = nodes[node].type;
    NodeIndices list;
    if (type != Type::array && type != Type::object) return list;
    for (auto child = node + 1; child < nodes[node].next && step(); child = nodes[child].next) {
        if (type == Type::object) ++child;  // behind the name
        list.push_back(child);
    }
    return list;
}

void Evaluator::select_children(const Segment& segment, std::uint32_t node, NodeIndices& selected) {
    if (!step()) return;
    const auto& nodes = document_.nodes();
    const bool is_array = nodes[node].type == Type::array;
    const auto list = children(node);
    for (const auto& selector : segment.selectors) {
        if (const auto* name = std::get_if<NameSelector>(&selector)) {
            if (is_array) continue;
            for (const auto child : list) {
                const auto& key = nodes[child - 1];
                const bool is_named = key.has_escapes ? document_.string_value(key) == name->name
                                                      : document_.raw(key) == name->name;
                if (is_named) selected.push_back(child);
            }
        } else if (std::holds_alternative<WildcardSelector>(selector)) {
            selected.insert(selected.end(), list.begin(), list.end());
        } else if (const auto* filter = std::get_if<FilterSelector>(&selector)) {
            for (const auto child : list) {
                if (is_true(filter->expression, child)) selected.push_back(child);
                if (is_exhausted_) return;
            }
        } else if (is_array) {
            select_elements(selector, list, selected);
        }
    }
}

void Evaluator::select_elements(const Selector& selector, const NodeIndices& elements,
                                NodeIndices& selected) {
    const auto length = static_cast<std::int64_t>(elements.size());
    if (const auto* slice = std::get_if<SliceSelector>(&selector)) {
        const auto [first, count, step] = bounds(*slice, length);
        for (std::int64_t i = 0; i < count; ++i) {
            selected.push_back(elements[static_cast<std::size_t>(first + i * step)]);
        }
    } else if (const auto* at = std::get_if<IndexSelector>(&selector)) {
        const auto index = at->index < 0 ? at->index + length : at->index;
        if (index >= 0 && index < length)
            selected.push_back(elements[static_cast<std::size_t>(index)]);
    }
}

/// RFC 9535, section 2.3.4.2.2.
SliceBounds bounds(const SliceSelector& slice, std::int64_t length) {
    const auto step = slice.step;
    if (step == 0) return {};
    const auto normalized = [&](std::int64_t index) { return index < 0 ? index + length : index; };
    const auto start = normalized(slice.start.value_or(step > 0 ? 0 : length - 1));
    const auto end = slice.end ? normalized(*slice.end) : step > 0 ? length : -1;
    if (step > 0) {
        const auto lower = std::clamp<std::int64_t>(start, 0, length);
        const auto upper = std::clamp<std::int64_t>(end, 0, length);
        if (lower >= upper) return {};
        return {lower, (upper - lower - 1) / step + 1, step};
    }
    const auto upper = std::clamp<std::int64_t>(start, -1, length - 1);
    const auto lower = std::clamp<std::int64_t>(end, -1, length - 1);
    if (upper <= lower) return {};
    return {upper, (upper - lower - 1) / -step + 1, step};
}

bool SliceBounds::contains(std::int64_t index) const {
    const auto distance = index - first;
    return distance % step == 0 && distance / step >= 0 && distance / step < count;
}

std::optional<std::vector<std::uint32_t>> evaluate(const Query& query, const Document& document,
                                                   const QueryLimits& limits) {
    Evaluator evaluator{query, document, limits};
    auto nodes = evaluator.select(query.segments, 0);
    if (evaluator.is_exhausted()) return std::nullopt;
    return nodes;
}

}  // namespace shadowdiff::json
