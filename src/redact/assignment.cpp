// SPDX-License-Identifier: Apache-2.0
#include "redact/assignment.hpp"

#include "redact/markup_value.hpp"
#include "redact/written_value.hpp"

#include <algorithm>

namespace shadowdiff::redact {
namespace {

constexpr std::size_t name_max = 64;  // of a longer one its end decides

// The run of name letters at `at`, and the name that it ends in.
struct Name {
    std::string_view text;
    std::size_t end;
};

Name name_at(std::string_view text, std::size_t at) {
    auto end = at;
    while (end < text.size() && is_name_letter(text[end])) ++end;
    const bool follows_escape = at > 0 && text[at - 1] == '%' && end - at > 2;
    const auto begin = follows_escape ? at + 2 : at;
    const auto length = std::min(end - begin, name_max);
    return {text.substr(end - length, length), end};
}

// What stands behind most words is neither a separator nor anything that may stand before one.
bool may_have_value(std::string_view text, std::size_t name_end) {
    return name_end < text.size() && std::string_view{"=:%\"'\\ \t\r\n"}.contains(text[name_end]);
}

// The length of the separator at `at`, or 0.
std::size_t separator_length(std::string_view text, std::size_t at, Separators separators) {
    const auto here = text.substr(at);
    if (here.starts_with("==")) return 0;
    if (separators == Separators::all && here.starts_with("=>")) return 2;
    if (here.starts_with('=')) return 1;
    if (here.starts_with("%3D") || here.starts_with("%3d")) return 3;
    return separators == Separators::all && here.starts_with(':') ? 1 : 0;
}

// setItem("token", "…"): a name and its value, in quotation marks both.
bool is_argument(std::string_view text, std::size_t name_begin, std::string_view quote,
                 std::size_t separator) {
    if (quote.empty() || name_begin <= quote.size()) return false;
    if (text[name_begin - quote.size() - 1] != '(') return false;
    if (!text.substr(separator).starts_with(',')) return false;
    return !quote_at(text, skip_spaces(text, separator + 1)).empty();
}

}  // namespace

std::optional<Match> match_assignment(std::string_view text, std::size_t at, const Names& names,
                                      Separators separators) {
    const bool is_run_start =
        is_name_letter(text[at]) && (at == 0 || !is_name_letter(text[at - 1]));
    if (!is_run_start) return std::nullopt;
    const auto [name, name_end] = name_at(text, at);
    if (!may_have_value(text, name_end)) return std::nullopt;
    if (text.substr(name_end).starts_with('=')) {
        auto field = match_attribute(text, name, name_end + 1, names);
        if (field) return field;
    }
    const auto quote = quote_at(text, name_end);
    auto separator = skip_spaces(text, name_end + quote.size());
    const bool is_index = !quote.empty() && text.substr(separator).starts_with(']');
    if (is_index) separator = skip_spaces(text, separator + 1);
    auto length = separator_length(text, separator, separators);
    if (length == 0 && is_argument(text, at, quote, separator)) length = 1;
    if (length == 0 || !is_secret_name(name, names)) return std::nullopt;
    return value_at(text, separator + length, name, !quote.empty());
}

}  // namespace shadowdiff::redact
