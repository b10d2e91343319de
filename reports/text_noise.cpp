// SPDX-License-Identifier: Apache-2.0
#include "reports/text_noise.hpp"

#include "base/escape.hpp"
#include "reports/display.hpp"
#include "reports/terminal.hpp"
#include "reports/wording.hpp"

#include <fmt/format.h>

#include <string_view>

namespace shadowdiff::reports {
namespace {

std::string heading(std::string_view text, const TextStyle& style) {
    return "\n" + line(painted(text, Paint::bold, style));
}

std::string noise(const Report& report, const TextStyle& style) {
    if (report.noise.empty()) return "";
    Table table{.columns = {{.title = "route", .may_shrink = true},
                            {.title = "path", .may_shrink = true},
                            {.title = "kind"},
                            {.title = "differed", .is_number = true},
                            {.title = "of", .is_number = true}},
                .rows = {}};
    for (const store::NoiseRow& row : report.noise) {
        table.rows.push_back({.cells = {{printable(row.route)},
                                        {printable(row.pattern)},
                                        {printable(row.kind)},
                                        {grouped(row.differed)},
                                        {grouped(row.compared)}},
                              .note = ""});
    }
    return heading("Noise · where legacy differs from itself", style) + render_table(table, style);
}

std::string odd_one_out(const Report& report, const TextStyle& style) {
    if (report.odd_one_out.empty()) return "";
    Table table{.columns = {{.title = "route", .may_shrink = true},
                            {.title = "path", .may_shrink = true},
                            {.title = "kind"},
                            {.title = "legacy", .is_number = true},
                            {.title = "candidate", .is_number = true},
                            {.title = "of", .is_number = true},
                            {.title = "q", .is_number = true}},
                .rows = {}};
    for (const store::OddOneOutRow& row : report.odd_one_out) {
        table.rows.push_back({.cells = {{printable(row.route)},
                                        {printable(row.pattern)},
                                        {printable(row.kind)},
                                        {grouped(row.only_legacy)},
                                        {grouped(row.only_candidate)},
                                        {grouped(row.present)},
                                        {probability(row.q)}},
                              .note = ""});
    }
    return heading("Odd one out · oftener the candidate than a second legacy answer", style) +
           render_table(table, style);
}

}  // namespace

std::string text_noise(const Report& report, const TextStyle& style) {
    return noise(report, style) + odd_one_out(report, style);
}

}  // namespace shadowdiff::reports
