// SPDX-License-Identifier: Apache-2.0
#include "json/query_parser.hpp"

#include <fmt/format.h>

#include <utility>

namespace shadowdiff::json {

std::expected<Query, QueryError> QueryParser::parse() {
    scan_.expect("$");
    Query query;
    query.segments = segments();
    if (!scan_.is_failed() && !scan_.at_end()) scan_.fail("the path should end here");
    if (scan_.is_failed()) return std::unexpected{scan_.error()};
    query.expressions = std::move(expressions_);
    return query;
}

/// As many as stand here; blanks behind the last one are not taken.
std::vector<Segment> QueryParser::segments() {
    std::vector<Segment> list;
    for (;;) {
        const auto begin = scan_.position();
        scan_.skip_blanks();
        Segment segment;
        if (scan_.takes("..")) {
            segment.is_descendant = true;
            if (scan_.peek() == '[') {
                bracketed(segment);
            } else if (scan_.takes("*")) {
                segment.selectors.emplace_back(WildcardSelector{});
            } else {
                segment.selectors.emplace_back(NameSelector{scan_.short_name()});
            }
        } else if (scan_.takes(".")) {
            if (scan_.takes("*")) {
                segment.selectors.emplace_back(WildcardSelector{});
            } else {
                segment.selectors.emplace_back(NameSelector{scan_.short_name()});
            }
        } else if (scan_.peek() == '[') {
            bracketed(segment);
        } else {
            if (!scan_.is_failed()) scan_.go_back_to(begin);
            return list;
        }
        list.push_back(std::move(segment));
    }
}

void QueryParser::bracketed(Segment& segment) {
    scan_.expect("[");
    do {
        scan_.skip_blanks();
        segment.selectors.push_back(selector());
        scan_.skip_blanks();
    } while (scan_.takes(","));
    scan_.expect("]");
}

Selector QueryParser::selector() {
    const char first = scan_.peek();
    if (first == '\'' || first == '"') return NameSelector{scan_.quoted()};
    if (scan_.takes("*")) return WildcardSelector{};
    if (scan_.takes("?")) {
        scan_.skip_blanks();
        return FilterSelector{logical_or()};
    }
    if (first == ':' || scan_.sees_integer()) return index_or_slice();
    scan_.fail("a name in quotes, an index, a slice, * or ? was expected");
    return WildcardSelector{};
}

Selector QueryParser::index_or_slice() {
    const auto start = slice_part();
    if (!scan_.takes_after_blanks(":")) return IndexSelector{start.value_or(0)};
    SliceSelector slice;
    slice.start = start;
    scan_.skip_blanks();
    slice.end = slice_part();
    if (scan_.takes_after_blanks(":")) {
        scan_.skip_blanks();
        slice.step = slice_part().value_or(1);
    }
    return slice;
}

std::optional<std::int64_t> QueryParser::slice_part() {
    if (!scan_.sees_integer()) return std::nullopt;
    return scan_.integer();
}

std::uint32_t QueryParser::add(Expression expression) {
    expressions_.push_back(std::move(expression));
    return static_cast<std::uint32_t>(expressions_.size() - 1);
}

bool QueryParser::enter() {
    if (++nesting_ <= limits_.nesting_max) return true;
    scan_.fail(fmt::format("nested deeper than {}", limits_.nesting_max));
    return false;
}

std::expected<Query, QueryError> parse_query(std::string_view text, const QueryLimits& limits) {
    if (text.size() > limits.bytes_max) {
        return std::unexpected{
            QueryError{0, fmt::format("longer than {} bytes", limits.bytes_max)}};
    }
    return QueryParser{text, limits}.parse();
}

}  // namespace shadowdiff::json
