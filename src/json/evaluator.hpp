// SPDX-License-Identifier: Apache-2.0
// One evaluation of a JSONPath query: segments here, filters' expressions in filter_evaluator.cpp.
#pragma once

#include "json/i_regexp.hpp"
#include "json/query.hpp"

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <variant>
#include <vector>

namespace shadowdiff::json {

using NodeIndices = std::vector<std::uint32_t>;

class Evaluator {
public:
    Evaluator(const Query& query, const Document& document, const QueryLimits& limits)
        : query_{query}, document_{document}, limits_{limits} {}

    NodeIndices select(std::span<const Segment> segments, std::uint32_t start);
    /// A bound was reached: what was selected means nothing.
    bool is_exhausted() const { return is_exhausted_; }

private:
    struct Nothing {};
    struct Ref {  // a node of the document, or of a literal
        const Document* document = nullptr;
        std::uint32_t node = 0;
    };
    using Value = std::variant<Nothing, Ref, std::uint64_t>;  // a count or a length

    void select_descendants(const Segment& segment, std::uint32_t node, NodeIndices& selected);
    void select_children(const Segment& segment, std::uint32_t node, NodeIndices& selected);
    void select_elements(const Selector& selector, const NodeIndices& elements,
                         NodeIndices& selected);
    NodeIndices children(std::uint32_t node);

    bool is_true(std::uint32_t expression, std::uint32_t current);
    bool compares(const Expression& comparison, std::uint32_t current);
    bool matches(const Expression& call, std::uint32_t current);
    NodeIndices nodes_of(std::uint32_t expression, std::uint32_t current);
    Value value_of(std::uint32_t expression, std::uint32_t current);
    Value call(const Expression& function, std::uint32_t current);
    bool are_equal(const Value& one, const Value& other);
    bool are_equal(Ref one, Ref other);
    bool are_equal_arrays(Ref one, Ref other);
    bool are_equal_objects(Ref one, Ref other);
    bool is_less(const Value& one, const Value& other);
    const IRegexp& regexp(const std::string& pattern);

    /// False when nothing more may be looked at.
    bool step(std::size_t steps = 1);

    const Query& query_;
    const Document& document_;
    const QueryLimits& limits_;
    std::size_t steps_ = 0;
    bool is_exhausted_ = false;
    std::map<std::string, IRegexp, std::less<>> regexps_;
};

}  // namespace shadowdiff::json
