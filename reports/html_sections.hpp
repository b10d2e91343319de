// SPDX-License-Identifier: Apache-2.0
// The parts of the page, in the order in which they stand.
#pragma once

#include "reports/html_writer.hpp"
#include "reports/model.hpp"

namespace shadowdiff::reports {

void write_banner(HtmlWriter& html, const Report& report);
void write_questions(HtmlWriter& html, const Report& report);
void write_charts(HtmlWriter& html, const Report& report);
void write_ledger(HtmlWriter& html, const Report& report);
void write_findings(HtmlWriter& html, const Report& report);
void write_routes(HtmlWriter& html, const Report& report);
void write_latency(HtmlWriter& html, const Report& report);
void write_set_aside(HtmlWriter& html, const Report& report);
void write_noise(HtmlWriter& html, const Report& report);
void write_traffic(HtmlWriter& html, const Report& report);
void write_coverage(HtmlWriter& html, const Report& report);

/// The class of the style sheet for an answer of the gate.
std::string_view answer_class(std::string_view answer);

}  // namespace shadowdiff::reports
