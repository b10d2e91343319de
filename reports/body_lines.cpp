// SPDX-License-Identifier: Apache-2.0
#include "reports/body_lines.hpp"

#include "base/escape.hpp"
#include "base/limits.hpp"
#include "json/document.hpp"
#include "reports/json_lines.hpp"
#include "reports/wording.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace shadowdiff::reports {
namespace {

using Mark = TextLine::Mark;

// A body that is no JSON is compared by bytes as one value, so that nothing inside is marked.
std::vector<TextLine> plain_lines(std::string_view body) {
    std::vector<TextLine> lines;
    while (!body.empty()) {
        const std::size_t end = std::min(body.find('\n'), body.size());
        std::string_view line = body.substr(0, end);
        if (line.ends_with('\r')) line.remove_suffix(1);
        lines.push_back({printable(line, ReportLimits{}.line_bytes_max)});
        body.remove_prefix(std::min(end + 1, body.size()));
    }
    return lines;
}

TextLine left_out_line(std::size_t count) {
    return {fmt::format("⋯ {}", counted(count, "line", "lines")), Mark::left_out};
}

}  // namespace

std::vector<TextLine> body_lines(std::string_view body, Side side,
                                 const std::vector<store::DifferenceRow>& differences) {
    const ReportLimits limits;
    if (body.size() > limits.body_bytes_max) {
        std::vector<TextLine> lines = plain_lines(body.substr(0, limits.body_bytes_max));
        lines.push_back({"⋯ the rest of a long body", Mark::left_out});
        return shorten(std::move(lines));
    }
    const auto document = json::parse(std::string{body});
    if (!document) return shorten(plain_lines(body));
    return shorten(json_lines(*document, side, differences));
}

std::vector<TextLine> shorten(std::vector<TextLine> lines) {
    const ReportLimits limits;
    if (lines.size() <= limits.body_lines_whole_max) return lines;
    std::vector<bool> is_shown(lines.size(), false);
    bool has_mark = false;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (lines[i].mark != Mark::changed) continue;
        has_mark = true;
        const std::size_t first = i - std::min(i, limits.body_context_lines);
        const std::size_t last = std::min(lines.size() - 1, i + limits.body_context_lines);
        for (std::size_t near = first; near <= last; ++near) is_shown[near] = true;
    }
    if (!has_mark) std::fill_n(is_shown.begin(), limits.body_lines_whole_max, true);

    std::vector<TextLine> kept;
    std::size_t hidden = 0;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (!is_shown[i]) {
            ++hidden;
            continue;
        }
        if (hidden > 0) kept.push_back(left_out_line(std::exchange(hidden, 0)));
        kept.push_back(std::move(lines[i]));
    }
    if (hidden > 0) kept.push_back(left_out_line(hidden));
    return kept;
}

}  // namespace shadowdiff::reports
