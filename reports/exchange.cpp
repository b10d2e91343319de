// SPDX-License-Identifier: Apache-2.0
// One exchange for a terminal: what was asked, both answers side by side, what differs and why.
#include "base/escape.hpp"
#include "diff/difference.hpp"
#include "reports/display.hpp"
#include "reports/exchange_view.hpp"
#include "reports/render.hpp"
#include "reports/terminal.hpp"
#include "reports/value_words.hpp"
#include "reports/wording.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

namespace shadowdiff::reports {
namespace {

constexpr std::size_t side_by_side_columns_min = 72;  // narrower, one answer stands below the other
constexpr std::string_view separator = " │ ";

Paint paint_of(TextLine::Mark mark) {
    switch (mark) {
        case TextLine::Mark::none: return Paint::plain;
        case TextLine::Mark::changed: return Paint::bad;
        case TextLine::Mark::left_out: return Paint::dim;
    }
    return Paint::plain;
}

// Broken to the width, with a mark that is seen without colours too.
std::vector<Cell> to_cells(const std::vector<TextLine>& lines, std::size_t columns) {
    std::vector<Cell> cells;
    for (const TextLine& text : lines) {
        const Paint paint = paint_of(text.mark);
        std::string prefix = text.mark == TextLine::Mark::changed ? "! " : "  ";
        for (const std::string& part : wrap(text.text, columns > 2 ? columns - 2 : 0)) {
            cells.push_back({prefix + part, paint});
        }
    }
    return cells;
}

std::vector<Cell> heading(const AnswerView& answer, std::size_t columns) {
    std::vector<Cell> cells{{fit(answer.leg, columns), Paint::bold}};
    for (const std::string& part : wrap(answer.outcome, columns)) {
        cells.push_back({part, answer.is_changed ? Paint::bad : Paint::plain});
    }
    for (const std::string& part : wrap(answer.facts, columns)) cells.push_back({part, Paint::dim});
    return cells;
}

std::vector<Cell> body(const AnswerView& answer, std::size_t columns) {
    if (!answer.body_note.empty()) return {{"  " + answer.body_note, Paint::dim}};
    return to_cells(answer.body, columns);
}

std::string beside(const std::vector<Cell>& left, const std::vector<Cell>& right,
                   std::size_t columns, const TextStyle& style) {
    std::string out;
    for (std::size_t i = 0; i < std::max(left.size(), right.size()); ++i) {
        const Cell one = i < left.size() ? left[i] : Cell{};
        const Cell other = i < right.size() ? right[i] : Cell{};
        const std::string fill(columns - std::min(columns, display_width(one.text)), ' ');
        out +=
            line(painted(one.text, one.paint, style) + fill +
                 painted(separator, Paint::dim, style) + painted(other.text, other.paint, style));
    }
    return out;
}

std::string below(const std::vector<Cell>& cells, const TextStyle& style) {
    std::string out;
    for (const Cell& cell : cells) out += line(painted(cell.text, cell.paint, style));
    return out;
}

std::string answers(const ExchangeView& view, const TextStyle& style) {
    if (style.columns < side_by_side_columns_min) {
        std::string out;
        for (const AnswerView* answer : {&view.legacy, &view.candidate}) {
            out += "\n" + below(heading(*answer, style.columns), style) +
                   below(to_cells(answer->headers, style.columns), style) + "\n" +
                   below(body(*answer, style.columns), style);
        }
        return out;
    }
    const std::size_t columns = (style.columns - display_width(separator)) / 2;
    const std::vector<Cell> nothing{{}};
    return "\n" +
           beside(heading(view.legacy, columns), heading(view.candidate, columns), columns, style) +
           beside(nothing, nothing, columns, style) +
           beside(to_cells(view.legacy.headers, columns), to_cells(view.candidate.headers, columns),
                  columns, style) +
           beside(nothing, nothing, columns, style) +
           beside(body(view.legacy, columns), body(view.candidate, columns), columns, style);
}

std::string wrapped(std::string_view text, std::size_t indent, Paint paint,
                    const TextStyle& style) {
    std::string out;
    for (const std::string& part : wrap(text, style.columns - indent)) {
        out += line(std::string(indent, ' ') + painted(part, paint, style));
    }
    return out;
}

std::string head(const store::ExchangeRow& exchange, const TextStyle& style) {
    std::string verdict = printable(as_words(exchange.verdict));
    if (!exchange.reason.empty()) verdict += ", " + printable(as_words(exchange.reason));
    if (!exchange.severity.empty() && exchange.severity != name(diff::Severity::none)) {
        verdict += ", " + printable(exchange.severity);
    }
    const std::string what =
        fmt::format("exchange {} · {}", printable(exchange.id), printable(exchange.route));
    std::string when = utc_time(exchange.seen_at_us);
    if (exchange.is_whole) {
        when += fmt::format(" from {} · pairing {}", printable(exchange.client),
                            printable(exchange.pairing));
    }
    return wrapped(what, 0, Paint::bold, style) + wrapped(when, 0, Paint::dim, style) + "\n" +
           wrapped(verdict, 0, severity_paint(exchange.severity), style) +
           wrapped(printable(exchange.why), 0, Paint::plain, style);
}

std::string notes(const std::vector<std::string>& list, const TextStyle& style) {
    if (list.empty()) return "";
    std::string out = "\n" + line(painted("evidence", Paint::bold, style));
    for (const std::string& sentence : list) {
        out += wrapped(printable(sentence), 2, Paint::plain, style);
    }
    return out;
}

std::string request(const ExchangeView& view, const TextStyle& style) {
    std::string out = "\n" + line(painted("request", Paint::bold, style));
    out += wrapped(view.request_line, 2, Paint::plain, style);
    out += below(to_cells(view.request_headers, style.columns), style);
    if (view.request_body.empty()) return out;
    return out + "\n" + below(to_cells(view.request_body, style.columns), style);
}

std::string differences(const store::ExchangeRow& exchange, const TextStyle& style) {
    if (exchange.differences.empty()) return "";
    Table table{.columns = {{.title = "severity"},
                            {.title = "path", .may_shrink = true},
                            {.title = "kind"},
                            {.title = "standing"}},
                .rows = {},
                .note_column = 1};
    for (const store::DifferenceRow& row : exchange.differences) {
        const auto values = value_words(row.kind, row.legacy.text(), row.candidate.text());
        table.rows.push_back(
            {.cells = {{printable(row.severity), severity_paint(row.severity)},
                       {printable(row.path)},
                       {kind_words(row.kind, row.hint)},
                       {printable(row.standing)}},
             .note = fmt::format("legacy {} → candidate {}", values.legacy, values.candidate)});
    }
    return "\n" + line(painted("differences", Paint::bold, style)) + render_table(table, style);
}

// Of a light row.
std::string outline(const store::ExchangeRow& exchange, const TextStyle& style) {
    std::string out =
        wrapped("Only the outline of this exchange is kept: neither request nor answers.", 0,
                Paint::dim, style);
    const auto add = [&](std::string_view leg, const auto& status) {
        if (status) out += wrapped(fmt::format("{} {}", leg, *status), 2, Paint::plain, style);
    };
    add("legacy", exchange.legacy_status);
    add("candidate", exchange.candidate_status);
    for (const store::ShownRow& row : exchange.shown) {
        const auto words =
            fmt::format("{} {} · {}, {}", printable(row.pattern), kind_words(row.kind, ""),
                        printable(row.severity), printable(row.standing));
        out += wrapped(words, 2, severity_paint(row.severity), style);
    }
    return out;
}

}  // namespace

std::string render_exchange(const store::ExchangeRow& exchange, const TextStyle& asked,
                            const ExchangeContext& context) {
    const TextStyle style = legible(asked);
    const auto before = head(exchange, style) + notes(context.notes, style);
    if (!exchange.is_whole) {
        return before + (context.notes.empty() ? "" : "\n") + outline(exchange, style);
    }
    const ExchangeView view = make_view(exchange, context.run);
    std::string out = before + request(view, style) + answers(view, style);
    if (!view.further.empty()) {
        out += "\n" + line(painted("further answers", Paint::bold, style));
        for (const std::string& further : view.further) {
            out += wrapped(further, 2, Paint::plain, style);
        }
    }
    return out + differences(exchange, style);
}

}  // namespace shadowdiff::reports
