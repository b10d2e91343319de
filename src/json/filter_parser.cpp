// SPDX-License-Identifier: Apache-2.0
// Expressions of filters (RFC 9535, section 2.3.5), and which of them may stand where.
#include "base/ascii.hpp"
#include "json/query_parser.hpp"
#include "json/quote.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace shadowdiff::json {

namespace {

using Kind = Expression::Kind;

struct FunctionForm {
    std::string_view name;
    Function function;
    bool gives_truth;
    bool takes_nodes;
    std::size_t arguments;
};

// RFC 9535, section 2.4.
constexpr std::array functions{
    FunctionForm{"length", Function::length, false, false, 1},
    FunctionForm{"count", Function::count, false, true, 1},
    FunctionForm{"match", Function::match, true, false, 2},
    FunctionForm{"search", Function::search, true, false, 2},
    FunctionForm{"value", Function::value, false, true, 1},
};

bool is_singular_selector(const Selector& selector) {
    return std::holds_alternative<NameSelector>(selector) ||
           std::holds_alternative<IndexSelector>(selector);
}

}  // namespace

std::uint32_t QueryParser::logical_or() {
    Expression any;
    any.kind = Kind::any_of;
    if (!enter()) return 0;
    do {
        scan_.skip_blanks();
        any.operands.push_back(logical_and());
    } while (scan_.takes_after_blanks("||"));
    leave();
    return any.operands.size() == 1 ? any.operands.front() : add(std::move(any));
}

std::uint32_t QueryParser::logical_and() {
    Expression all;
    all.kind = Kind::all_of;
    do {
        scan_.skip_blanks();
        all.operands.push_back(basic());
    } while (scan_.takes_after_blanks("&&"));
    return all.operands.size() == 1 ? all.operands.front() : add(std::move(all));
}

std::uint32_t QueryParser::basic() {
    if (!scan_.takes("!")) return scan_.peek() == '(' ? parenthesized() : comparison_or_test();
    scan_.skip_blanks();
    Expression negation;
    negation.kind = Kind::negation;
    negation.operands = {scan_.peek() == '(' ? parenthesized() : tested(operand())};
    return add(std::move(negation));
}

std::uint32_t QueryParser::parenthesized() {
    scan_.expect("(");
    const auto inner = logical_or();
    scan_.skip_blanks();
    scan_.expect(")");
    return inner;
}

std::uint32_t QueryParser::comparison_or_test() {
    const auto first = operand();
    const auto behind = scan_.position();
    scan_.skip_blanks();
    const auto comparison = comparison_operator();
    if (scan_.is_failed()) return 0;
    if (!comparison) {
        scan_.go_back_to(behind);
        return tested(first);
    }
    scan_.skip_blanks();
    const auto second = comparable();
    if (!scan_.is_failed() && !is_comparable(first)) {
        scan_.fail("only single values can be compared");
    }
    if (scan_.is_failed()) return 0;
    Expression compared;
    compared.kind = Kind::comparison;
    compared.comparison = *comparison;
    compared.operands = {first, second};
    return add(std::move(compared));
}

/// The operand, where it can stand alone: does it select anything, is it true?
std::uint32_t QueryParser::tested(std::uint32_t operand) {
    if (!scan_.is_failed() && gives(operand) == Gives::value) {
        scan_.fail("a value must be compared with something");
    }
    return operand;
}

std::uint32_t QueryParser::comparable() {
    const auto expression = operand();
    if (!scan_.is_failed() && !is_comparable(expression)) {
        scan_.fail("only single values can be compared");
    }
    return expression;
}

std::uint32_t QueryParser::operand() {
    const char first = scan_.peek();
    if (first == '@' || first == '$') return query_expression();
    const bool is_number = first == '-' || ascii::is_digit(first);
    if (first == '\'' || first == '"' || is_number) return literal();
    const auto begin = scan_.position();
    const auto name = scan_.function_name();
    const bool is_call = scan_.peek() == '(' && !name.empty();
    scan_.go_back_to(begin);
    return is_call ? function_expression() : literal();
}

std::uint32_t QueryParser::query_expression() {
    Expression query;
    query.kind = Kind::query;
    query.is_absolute = scan_.takes("$");
    if (!query.is_absolute) scan_.expect("@");
    query.segments = segments();
    return add(std::move(query));
}

std::uint32_t QueryParser::literal() {
    std::string text;
    const char first = scan_.peek();
    if (first == '\'' || first == '"') {
        text = quoted(scan_.quoted());
    } else if (first == '-' || ascii::is_digit(first)) {
        text = scan_.number();
    } else {
        for (const std::string_view word : {"true", "false", "null"}) {
            if (text.empty() && scan_.takes(word)) text = word;
        }
        if (text.empty()) scan_.fail("@, $, a function or a value was expected");
    }
    Expression expression;
    if (scan_.is_failed()) return 0;
    expression.literal = json::parse(std::move(text)).value();
    return add(std::move(expression));
}

std::uint32_t QueryParser::function_expression() {
    const auto name = scan_.function_name();
    const auto* form = std::ranges::find(functions, name, &FunctionForm::name);
    if (form == functions.end()) scan_.fail(fmt::format("unknown function {}", name));
    scan_.expect("(");
    if (scan_.is_failed() || !enter()) return 0;
    Expression call;
    call.kind = Kind::function;
    call.function = form->function;
    do {
        scan_.skip_blanks();
        argument(call, form->takes_nodes ? Gives::nodes : Gives::value);
        scan_.skip_blanks();
    } while (scan_.takes(","));
    scan_.expect(")");
    leave();
    if (call.operands.size() != form->arguments) {
        scan_.fail(fmt::format("{} takes {} arguments", name, form->arguments));
    }
    return add(std::move(call));
}

void QueryParser::argument(Expression& call, Gives wanted) {
    const auto expression = operand();
    if (scan_.is_failed()) return;
    const bool fits =
        wanted == Gives::nodes ? gives(expression) == Gives::nodes : is_comparable(expression);
    if (!fits)
        return scan_.fail(wanted == Gives::nodes ? "a path was expected before this"
                                                 : "a single value was expected before this");
    call.operands.push_back(expression);
}

std::optional<Comparison> QueryParser::comparison_operator() {
    static constexpr std::array<std::pair<std::string_view, Comparison>, 6> operators{{
        {"==", Comparison::equal},
        {"!=", Comparison::not_equal},
        {"<=", Comparison::less_or_equal},
        {">=", Comparison::greater_or_equal},
        {"<", Comparison::less},
        {">", Comparison::greater},
    }};
    for (const auto& [word, comparison] : operators) {
        if (scan_.takes(word)) return comparison;
    }
    return std::nullopt;
}

QueryParser::Gives QueryParser::gives(std::uint32_t index) const {
    const auto& expression = expressions_[index];
    switch (expression.kind) {
        case Kind::literal: return Gives::value;
        case Kind::query: return Gives::nodes;
        case Kind::function: {
            const auto* form =
                std::ranges::find(functions, expression.function, &FunctionForm::function);
            return form->gives_truth ? Gives::logical : Gives::value;
        }
        case Kind::any_of:
        case Kind::all_of:
        case Kind::negation:
        case Kind::comparison: return Gives::logical;
    }
    return Gives::logical;
}

bool QueryParser::is_singular(const Expression& query) const {
    return std::ranges::all_of(query.segments, [](const Segment& segment) {
        return !segment.is_descendant && segment.selectors.size() == 1 &&
               is_singular_selector(segment.selectors.front());
    });
}

bool QueryParser::is_comparable(std::uint32_t index) const {
    const auto& expression = expressions_[index];
    if (expression.kind == Kind::query) return is_singular(expression);
    return gives(index) == Gives::value;
}

}  // namespace shadowdiff::json
