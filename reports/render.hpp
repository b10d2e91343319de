// SPDX-License-Identifier: Apache-2.0
// The forms of a report. Deterministic: the same report gives the same bytes; every byte that came
// from traffic is escaped for its form.
#pragma once

#include "reports/model.hpp"

#include <map>
#include <string>
#include <vector>

namespace shadowdiff::reports {

struct TextStyle {
    bool colours = false;  // ANSI, for terminals without NO_COLOR
    std::size_t columns = 100;
};

std::string render_text(const Report& report, const TextStyle& style = {});
/// Pretty-printed; top-level findings: [{route, path, kind, count, …}]; schema in
/// docs/report-json.md.
std::string render_json(const Report& report);
/// The gate alone; schema in docs/gate.schema.json.
std::string render_gate_json(const Report& report);
/// For a job's summary or a comment: at most so many bytes, with what is left out counted.
std::string render_markdown(const Report& report, std::size_t bytes_max);
inline constexpr std::size_t markdown_bytes_max = 1'000'000;  // GitHub's step summaries take 1024k
inline constexpr std::size_t comment_bytes_max = 65'000;      // and its comments 65,536 characters
/// JUnit XML, as Jenkins and Ant have it.
std::string render_junit(const Report& report);
/// One table for spreadsheets: the answer, the questions, the ledger, routes, findings,
/// decisions, rules and the odd one out, each row named for what it is.
std::string render_csv(const Report& report);
/// Where an API description declares the routes.
struct ApiPlaces {
    std::string file;                  // as the report's reader knows it
    std::map<std::string, int> lines;  // by route, from 1
};
/// SARIF 2.1.0: findings as results, those of declared routes with their place.
std::string render_sarif(const Report& report, const ApiPlaces& places = {});
struct PageOptions {
    bool is_live = false;  // served: it asks its server for news
};

/// One self-contained file that works from file:// and reads without JavaScript.
std::string render_html(const Report& report, const PageOptions& options = {});

/// What the run knows beside an exchange.
struct ExchangeContext {
    store::RunRow run = {};
    std::vector<std::string> notes = {};  // see exchange_notes()
};

/// One kept exchange side by side, with its differences and why it was judged so.
std::string render_exchange(const store::ExchangeRow& exchange, const TextStyle& style = {},
                            const ExchangeContext& context = {});
/// Where legacy is: of one that was observed only the proxy in front of it knows the address.
std::string legacy_url(const store::RunRow& run);
/// A shell command that asks `base_url` the same; redacted values become $NAME variables.
std::string render_curl(const store::ExchangeRow& exchange, std::string_view base_url);

}  // namespace shadowdiff::reports
