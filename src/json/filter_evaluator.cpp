// SPDX-License-Identifier: Apache-2.0
#include "base/overload.hpp"
#include "json/decimal.hpp"
#include "json/evaluator.hpp"
#include "json/number.hpp"

#include <algorithm>
#include <optional>

namespace shadowdiff::json {

namespace {

constexpr std::size_t regexp_steps = 1'000;  // what making one costs, held against looking at nodes

std::uint64_t characters(std::string_view text) {
    return static_cast<std::uint64_t>(std::ranges::count_if(
        text, [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

}  // namespace

bool Evaluator::is_true(std::uint32_t index, std::uint32_t current) {
    if (!step()) return false;
    const auto& expression = query_.expressions[index];
    const auto holds = [&](std::uint32_t operand) { return is_true(operand, current); };
    switch (expression.kind) {
        case Expression::Kind::any_of: return std::ranges::any_of(expression.operands, holds);
        case Expression::Kind::all_of: return std::ranges::all_of(expression.operands, holds);
        case Expression::Kind::negation: return !holds(expression.operands.front());
        case Expression::Kind::comparison: return compares(expression, current);
        case Expression::Kind::query: return !nodes_of(index, current).empty();
        case Expression::Kind::function: return matches(expression, current);
        case Expression::Kind::literal: return false;
    }
    return false;
}

bool Evaluator::compares(const Expression& comparison, std::uint32_t current) {
    const auto one = value_of(comparison.operands[0], current);
    const auto other = value_of(comparison.operands[1], current);
    switch (comparison.comparison) {
        case Comparison::equal: return are_equal(one, other);
        case Comparison::not_equal: return !are_equal(one, other);
        case Comparison::less: return is_less(one, other);
        case Comparison::less_or_equal: return is_less(one, other) || are_equal(one, other);
        case Comparison::greater: return is_less(other, one);
        case Comparison::greater_or_equal: return is_less(other, one) || are_equal(one, other);
    }
    return false;
}

NodeIndices Evaluator::nodes_of(std::uint32_t index, std::uint32_t current) {
    const auto& query = query_.expressions[index];
    return select(query.segments, query.is_absolute ? 0 : current);
}

Evaluator::Value Evaluator::value_of(std::uint32_t index, std::uint32_t current) {
    const auto& expression = query_.expressions[index];
    if (expression.kind == Expression::Kind::literal) return Ref{&expression.literal, 0};
    if (expression.kind == Expression::Kind::function) return call(expression, current);
    const auto nodes = nodes_of(index, current);
    if (nodes.size() != 1) return Nothing{};
    return Ref{&document_, nodes.front()};
}

Evaluator::Value Evaluator::call(const Expression& function, std::uint32_t current) {
    const auto operand = function.operands.front();
    if (function.function == Function::count) {
        return static_cast<std::uint64_t>(nodes_of(operand, current).size());
    }
    if (function.function == Function::value) {
        const auto nodes = nodes_of(operand, current);
        return nodes.size() == 1 ? Value{Ref{&document_, nodes.front()}} : Value{Nothing{}};
    }
    const auto value = value_of(operand, current);
    const auto* ref = std::get_if<Ref>(&value);
    if (ref == nullptr) return Nothing{};
    const auto& node = ref->document->nodes()[ref->node];
    if (node.type == Type::array || node.type == Type::object) {
        return std::uint64_t{children(ref->node).size()};  // literals are none
    }
    if (node.type != Type::string) return Nothing{};
    step(node.length);
    return characters(ref->document->string_value(node));
}

bool Evaluator::matches(const Expression& call, std::uint32_t current) {
    std::string texts[2];
    for (std::size_t i = 0; i < 2; ++i) {
        const auto value = value_of(call.operands[i], current);
        const auto* ref = std::get_if<Ref>(&value);
        if (ref == nullptr) return false;
        const auto& node = ref->document->nodes()[ref->node];
        if (node.type != Type::string) return false;
        texts[i] = ref->document->string_value(node);
    }
    if (!step(texts[0].size())) return false;
    const auto& pattern = regexp(texts[1]);
    return call.function == Function::match ? pattern.matches(texts[0])
                                            : pattern.is_found_in(texts[0]);
}

const IRegexp& Evaluator::regexp(const std::string& pattern) {
    if (const auto found = regexps_.find(pattern); found != regexps_.end()) return found->second;
    step(regexp_steps + pattern.size());
    return regexps_.emplace(pattern, IRegexp{pattern}).first->second;
}

bool Evaluator::are_equal(const Value& one, const Value& other) {
    const auto same_count = [](Ref ref, std::uint64_t count) {
        const auto& node = ref.document->nodes()[ref.node];
        return node.type == Type::number &&
               equal_numbers(ref.document->raw(node), std::to_string(count));
    };
    return std::visit(Overload{[](Nothing, Nothing) { return true; },
                               [&](Ref a, Ref b) { return are_equal(a, b); },
                               [](std::uint64_t a, std::uint64_t b) { return a == b; },
                               [&](Ref a, std::uint64_t b) { return same_count(a, b); },
                               [&](std::uint64_t a, Ref b) { return same_count(b, a); },
                               [](const auto&, const auto&) { return false; }},
                      one, other);
}

bool Evaluator::are_equal(Ref one, Ref other) {
    if (!step()) return false;
    const auto& a = one.document->nodes()[one.node];
    const auto& b = other.document->nodes()[other.node];
    if (a.type != b.type) return false;
    switch (a.type) {
        case Type::null: return true;
        case Type::boolean: return one.document->raw(a) == other.document->raw(b);
        case Type::number: return equal_numbers(one.document->raw(a), other.document->raw(b));
        case Type::string: return one.document->same_string(a, *other.document, b);
        case Type::array: return are_equal_arrays(one, other);
        case Type::object: return are_equal_objects(one, other);
    }
    return false;
}

bool Evaluator::are_equal_arrays(Ref one, Ref other) {
    const auto& nodes = one.document->nodes();
    const auto& other_nodes = other.document->nodes();
    const auto end = other_nodes[other.node].next;
    auto b = other.node + 1;
    for (auto a = one.node + 1; a < nodes[one.node].next; a = nodes[a].next) {
        if (b == end || !are_equal(Ref{one.document, a}, Ref{other.document, b})) return false;
        b = other_nodes[b].next;
    }
    return b == end;
}

/// Of equally many members; each has a partner of its name and value.
bool Evaluator::are_equal_objects(Ref one, Ref other) {
    const auto& nodes = one.document->nodes();
    const auto& other_nodes = other.document->nodes();
    if (children(one.node).size() != children(other.node).size()) return false;
    for (auto a = one.node + 1; a < nodes[one.node].next; a = nodes[a + 1].next) {
        bool is_found = false;
        for (auto b = other.node + 1; b < other_nodes[other.node].next && !is_found;
             b = other_nodes[b + 1].next) {
            if (!step()) return false;
            is_found = one.document->same_string(nodes[a], *other.document, other_nodes[b]) &&
                       are_equal(Ref{one.document, a + 1}, Ref{other.document, b + 1});
        }
        if (!is_found) return false;
    }
    return true;
}

bool Evaluator::is_less(const Value& one, const Value& other) {
    struct Side {
        std::optional<std::string> number;
        std::optional<std::string> text;
    };
    const auto side = [&](const Value& value) -> Side {
        if (const auto* count = std::get_if<std::uint64_t>(&value))
            return {std::to_string(*count), {}};
        const auto* ref = std::get_if<Ref>(&value);
        if (ref == nullptr) return {};
        const auto& node = ref->document->nodes()[ref->node];
        if (node.type == Type::number) return {std::string{ref->document->raw(node)}, {}};
        if (node.type == Type::string) return {{}, ref->document->string_value(node)};
        return {};
    };
    const auto a = side(one);
    const auto b = side(other);
    step((a.text ? a.text->size() : 0) + (b.text ? b.text->size() : 0));
    if (a.number && b.number) return compare(to_decimal(*a.number), to_decimal(*b.number)) < 0;
    return a.text && b.text && *a.text < *b.text;  // UTF-8 orders as code points do
}

}  // namespace shadowdiff::json
