// SPDX-License-Identifier: Apache-2.0
// CSV (RFC 4180) and its likes: rows by column names where the first row holds such, else as lists.
#include "base/ascii.hpp"
#include "normalise/json_text.hpp"
#include "normalise/number_form.hpp"
#include "normalise/text_lines.hpp"
#include "normalise/tree_forms.hpp"

#include <algorithm>
#include <set>

namespace shadowdiff::normalise {
namespace {

using Row = std::vector<std::string>;

std::string take_quoted_cell(std::string_view& rest) {
    std::string cell;
    rest.remove_prefix(1);
    while (!rest.empty()) {
        const auto quote = std::min(rest.find('"'), rest.size());
        cell += rest.substr(0, quote);
        rest.remove_prefix(std::min(quote + 1, rest.size()));
        if (!rest.starts_with('"')) break;
        cell += '"';
        rest.remove_prefix(1);
    }
    return cell;
}

Row take_row(std::string_view& rest, char separator) {
    Row row;
    const char ends[] = {separator, '\n', '\0'};
    for (;;) {
        std::string cell;
        if (rest.starts_with('"')) cell = take_quoted_cell(rest);
        const auto end = std::min(rest.find_first_of(ends), rest.size());
        cell += rest.substr(0, end);
        rest.remove_prefix(end);
        row.push_back(std::move(cell));
        if (!rest.starts_with(separator)) break;
        rest.remove_prefix(1);
    }
    if (row.back().ends_with('\r')) row.back().pop_back();
    if (!rest.empty()) rest.remove_prefix(1);
    return row;
}

bool is_header(const Row& row) {
    const std::set<std::string_view> names{row.begin(), row.end()};
    return names.size() == row.size() && std::ranges::none_of(row, [](const std::string& cell) {
               return cell.empty() || is_integer(cell) || is_decimal(cell);
           });
}

void write_list(JsonText& out, const Row& row) {
    out.open_array();
    for (const auto& cell : row) out.string(cell);
    out.close_array();
}

}  // namespace

Rendered render_csv(std::string_view text, char separator) {
    JsonText out;
    out.open_object();
    auto rest = text;
    const auto names = take_row(rest, separator);
    const bool has_header = is_header(names);
    if (has_header) {
        text = rest;
        out.key("#columns");
        write_list(out, names);
    }
    // Each row repeats all names: long ones would make much of little.
    constexpr std::size_t repeated_max = 64 << 20;
    std::size_t names_bytes = 0;
    for (const auto& name : names) names_bytes += name.size();
    std::size_t repeated = 0;
    out.key("rows");
    out.open_array();
    while (!text.empty()) {
        const auto row = take_row(text, separator);
        if (row.size() == 1 && row[0].empty()) continue;
        if (!has_header || row.size() != names.size()) {
            write_list(out, row);
            continue;
        }
        if ((repeated += names_bytes) > repeated_max) {
            return std::unexpected{Unreadable{"column names too long for its rows", true}};
        }
        out.open_object();
        for (std::size_t i = 0; i < row.size(); ++i) out.member(names[i], row[i]);
        out.close_object();
    }
    out.close_array();
    out.close_object();
    return out.take();
}

Bytes render_lines(std::string_view text) {
    JsonText lines;
    lines.open_array();
    while (!text.empty()) lines.string(take_line(text));
    lines.close_array();
    return lines.take();
}

}  // namespace shadowdiff::normalise
