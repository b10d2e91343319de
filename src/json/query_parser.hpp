// SPDX-License-Identifier: Apache-2.0
// The grammar of JSONPath: segments and selectors here, filters' expressions in filter_parser.cpp.
#pragma once

#include "json/query_scanner.hpp"

#include <vector>

namespace shadowdiff::json {

class QueryParser {
public:
    QueryParser(std::string_view text, const QueryLimits& limits) : scan_{text}, limits_{limits} {}

    std::expected<Query, QueryError> parse();

private:
    /// What an expression gives (RFC 9535, section 2.4.1).
    enum class Gives : std::uint8_t { value, logical, nodes };

    std::vector<Segment> segments();
    void bracketed(Segment& segment);
    Selector selector();
    Selector index_or_slice();
    std::optional<std::int64_t> slice_part();

    std::uint32_t logical_or();
    std::uint32_t logical_and();
    std::uint32_t basic();
    std::uint32_t parenthesized();
    std::uint32_t comparison_or_test();
    std::uint32_t tested(std::uint32_t operand);
    std::uint32_t operand();
    std::uint32_t comparable();
    std::uint32_t query_expression();
    std::uint32_t function_expression();
    void argument(Expression& call, Gives wanted);
    std::uint32_t literal();
    std::optional<Comparison> comparison_operator();

    std::uint32_t add(Expression expression);
    Gives gives(std::uint32_t expression) const;
    bool is_singular(const Expression& query) const;
    bool is_comparable(std::uint32_t expression) const;
    bool enter();
    void leave() { --nesting_; }

    QueryScanner scan_;
    const QueryLimits& limits_;
    std::size_t nesting_ = 0;
    std::vector<Expression> expressions_;
};

}  // namespace shadowdiff::json
