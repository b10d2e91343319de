// SPDX-License-Identifier: Apache-2.0
// JSONPath queries (RFC 9535), parsed: which nodes of a document are meant.
#pragma once

#include "json/document.hpp"

#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace shadowdiff::json {

struct NameSelector {
    std::string name;
};
struct WildcardSelector {};
struct IndexSelector {
    std::int64_t index = 0;  // from the end when negative
};
struct SliceSelector {
    std::optional<std::int64_t> start;
    std::optional<std::int64_t> end;
    std::int64_t step = 1;
};
struct FilterSelector {
    std::uint32_t expression = 0;  // index into Query::expressions
};
using Selector =
    std::variant<NameSelector, WildcardSelector, IndexSelector, SliceSelector, FilterSelector>;

struct Segment {
    bool is_descendant = false;  // of the node itself and of all below it
    std::vector<Selector> selectors;
};

enum class Comparison : std::uint8_t {
    equal,
    not_equal,
    less,
    less_or_equal,
    greater,
    greater_or_equal
};
enum class Function : std::uint8_t { length, count, match, search, value };

/// One node of a filter's expression; its operands are indices into Query::expressions.
struct Expression {
    enum class Kind : std::uint8_t {
        any_of,
        all_of,
        negation,
        comparison,
        query,
        function,
        literal
    };
    Kind kind = Kind::literal;
    Comparison comparison = Comparison::equal;
    Function function = Function::length;
    bool is_absolute = false;       // of a query: from $, not from @
    std::vector<Segment> segments;  // of a query
    Document literal;               // a text, number, true, false or null
    std::vector<std::uint32_t> operands;
};

struct Query {
    std::vector<Segment> segments;
    std::vector<Expression> expressions;  // of all filters in it

    /// Without filters, what a node's own way from the root decides.
    bool has_filter() const { return !expressions.empty(); }
};

struct QueryError {
    std::size_t offset = 0;  // in bytes
    std::string what;
};

struct QueryLimits {
    std::size_t bytes_max = 4'096;       // of a query's text: nobody writes longer ones
    std::size_t nesting_max = 32;        // of filters and parentheses in each other
    std::size_t steps_max = 10'000'000;  // nodes looked at in one evaluation: about a second
    std::size_t nodes_max = 1'000'000;   // in one list of nodes
};

std::expected<Query, QueryError> parse_query(std::string_view text, const QueryLimits& limits = {});

/// Indices into the document's nodes, in the order of RFC 9535, a node as often as it is selected.
/// Nothing when a bound was reached: then it is not known which nodes are meant.
std::optional<std::vector<std::uint32_t>> evaluate(const Query& query, const Document& document,
                                                   const QueryLimits& limits = {});

/// Of `array_length` elements, those that the slice selects, in its order.
struct SliceBounds {
    std::int64_t first = 0;
    std::int64_t count = 0;
    std::int64_t step = 1;
    bool contains(std::int64_t index) const;
};
SliceBounds bounds(const SliceSelector& slice, std::int64_t array_length);

}  // namespace shadowdiff::json
