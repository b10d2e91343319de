// SPDX-License-Identifier: Apache-2.0
#include "redact/csv_body.hpp"

#include "base/ascii.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <vector>

namespace shadowdiff::redact {
namespace {

// The one of which the first line has most.
char separator_of(std::string_view table) {
    static constexpr std::array separators = {',', ';', '\t', '|'};
    const auto line = table.substr(0, table.find_first_of("\r\n"));
    return *std::ranges::max_element(separators, {},
                                     [&](char c) { return std::ranges::count(line, c); });
}

struct Cell {
    std::size_t begin;  // without quotation marks
    std::size_t end;
    std::size_t next;  // where what ends the cell stands
};

Cell cell_at(std::string_view table, std::size_t at, char separator) {
    const char stops[] = {separator, '\r', '\n', '\0'};
    const auto stop_behind = [&](std::size_t from) {
        return std::min(table.find_first_of(std::string_view{stops, 3}, from), table.size());
    };
    if (!table.substr(at).starts_with('"')) {
        const auto end = stop_behind(at);
        return {at, end, end};
    }
    auto end = std::min(table.find('"', at + 1), table.size());
    while (table.substr(end).starts_with("\"\"")) {
        end = std::min(table.find('"', end + 2), table.size());
    }
    return {at + 1, end, stop_behind(end)};
}

}  // namespace

std::string redact_csv(std::string_view table, const Known& known, const Digester& digester) {
    const auto separator = separator_of(table);
    std::vector<bool> is_secret;  // by column
    bool in_header = true;
    std::size_t column = 0;
    Rewrite rewrite{table};
    for (std::size_t at = 0; at < table.size();) {
        const auto cell = cell_at(table, at, separator);
        const auto text = table.substr(cell.begin, cell.end - cell.begin);
        if (in_header) {
            is_secret.push_back(known.names.is_secret_word(ascii::trimmed(text)));
        } else if (column < is_secret.size() && is_secret[column] && !text.empty() &&
                   !is_redacted(text)) {
            rewrite.replace(cell.begin, cell.end, digester(text));
        }
        ++column;
        at = cell.next + 1;
        if (cell.next < table.size() && table[cell.next] == separator) continue;
        column = 0;
        in_header = false;
    }
    return rewrite.finish();
}

}  // namespace shadowdiff::redact
