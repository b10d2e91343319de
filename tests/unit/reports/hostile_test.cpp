// SPDX-License-Identifier: Apache-2.0
// Whatever stands in the rows, no form of a report lets it act.
#include "base/escape.hpp"
#include "reports/model.hpp"
#include "reports/page.hpp"
#include "reports/render.hpp"
#include "tests/unit/reports/demo_run.hpp"
#include "tests/unit/reports/shell.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <string>

using namespace shadowdiff;
using namespace shadowdiff::reports;

namespace {

const std::string hostile_texts[] = {
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "' onmouseover='alert(1)",
    "</style></script><!--",
    "]]>&lt;&#x3c;",
    "\x1b[2J\x1b]0;title\x07\x1b]8;;http://example.com\x1b\\link",
    "\xc2\x9b"
    "31m and \x9b"
    "31m",
    "\xe2\x80\xae"
    "txt.exe \xe2\x81\xa6isolated\xe2\x81\xa9 \xef\xbb\xbf",
    "invalid \xff\xfe\xc0\xaf\xed\xa0\x80 utf-8",
    "line one\nline two\r\nline\tthree\rfour",
    std::string("nul \0 byte", 10),
    "'; touch pwned; $(touch pwned) `touch pwned`",
    std::string(5'000, 'x'),
    std::string(5'000, '<'),
    "redacted:0123456789abcdef\"$(id)\"",
    "{\"a\":[\"<script>\",\"\x1b[0m\"]}",
    "",
};

// Line ends apart, everything in it could be printed as it is.
bool is_printable(std::string text) {
    std::erase(text, '\n');
    return printable(text, std::numeric_limits<std::size_t>::max()) == text;
}

// The page without its own style and script, which are no rows'.
std::string page_of(const store::RunRows& rows) {
    std::string html = render_html(make_report(rows));
    for (const auto own : {page_style(), page_script()}) html.erase(html.find(own), own.size());
    return html;
}

// What an HTML parser would take for the beginning of a tag that we do not write.
bool has_foreign_tag(const std::string& html) {
    for (const char* tag : {"<script>alert", "<img", "<!--", "</style></script>", "<<", "<x"}) {
        if (html.find(tag) != std::string::npos) return true;
    }
    return false;
}

}  // namespace

TEST_CASE("hostile rows are inert in text") {
    for (const std::string& hostile : hostile_texts) {
        CAPTURE(printable(hostile, 60));
        const store::RunRows rows = run_full_of(hostile);
        CHECK(is_printable(render_text(make_report(rows))));
        const store::ExchangeRow& example = rows.examples.front();
        CHECK(is_printable(render_exchange(example)));
        CHECK(is_printable(render_exchange(example, {.colours = false, .columns = 40})));
    }
}

TEST_CASE("hostile rows are inert in JSON, which stays JSON and ASCII") {
    for (const std::string& hostile : hostile_texts) {
        CAPTURE(printable(hostile, 60));
        const std::string json = render_json(make_report(run_full_of(hostile)));
        CHECK(nlohmann::json::accept(json));
        CHECK(
            std::ranges::all_of(json, [](char c) { return c == '\n' || (c >= ' ' && c <= '~'); }));
    }
}

TEST_CASE("hostile rows are inert in Markdown, JUnit, CSV and SARIF") {
    for (const std::string& hostile : hostile_texts) {
        CAPTURE(printable(hostile, 60));
        const Report report = make_report(run_full_of(hostile));
        const auto markdown = render_markdown(report, markdown_bytes_max);
        CHECK(is_printable(markdown));
        CHECK_FALSE(has_foreign_tag(markdown));
        const auto junit = render_junit(report);
        CHECK(is_printable(junit));
        CHECK_FALSE(has_foreign_tag(junit));
        CHECK_FALSE(junit.contains("]]>"));
        auto csv = render_csv(report);
        std::erase(csv, '\r');
        CHECK(is_printable(csv));
        const auto sarif = render_sarif(report, {hostile, {{hostile, 1}}});
        CHECK(nlohmann::json::accept(sarif));
        CHECK(
            std::ranges::all_of(sarif, [](char c) { return c == '\n' || (c >= ' ' && c <= '~'); }));
    }
}

TEST_CASE("hostile rows are inert in HTML") {
    const std::string harmless = page_of(run_full_of("harmless"));
    for (const std::string& hostile : hostile_texts) {
        CAPTURE(printable(hostile, 60));
        const std::string html = page_of(run_full_of(hostile));
        CHECK(is_printable(html));
        CHECK_FALSE(has_foreign_tag(html));
        // As many scripts and styles as the page has itself.
        CHECK(std::ranges::count(html, '\0') == 0);
        const auto scripts = [](const std::string& text) {
            std::size_t count = 0;
            for (std::size_t at = text.find("<script"); at != std::string::npos;
                 at = text.find("<script", at + 1)) {
                ++count;
            }
            return count;
        };
        CHECK(scripts(html) == scripts(harmless));
    }
}

TEST_CASE("quotes in rows end no attribute") {
    const std::string html = page_of(run_full_of("\" onclick=\"x"));
    CHECK(html.find("\" onclick") == std::string::npos);
    CHECK(html.find("&quot; onclick=&quot;x") != std::string::npos);
}

TEST_CASE("hostile rows make a command that is one line of comment, or one call of curl") {
    for (const std::string& hostile : hostile_texts) {
        CAPTURE(printable(hostile, 60));
        store::ExchangeRow row = run_full_of(hostile).examples.front();
        row.method = "POST";
        const std::string command = render_curl(row, "http://10.0.0.2:8081");
        CHECK(is_printable(command));
        if (!command.starts_with("# curl cannot send")) run_curl(command);
    }
}

TEST_CASE("every byte in every field is inert in every form") {
    for (int first = 0; first < 256; first += 16) {
        CAPTURE(first);
        std::string bytes;
        for (int value = first; value < first + 16; ++value) bytes += static_cast<char>(value);
        const store::RunRows rows = run_full_of(bytes);
        const Report report = make_report(rows);
        CHECK(is_printable(render_text(report)));
        CHECK(nlohmann::json::accept(render_json(report)));
        CHECK(is_printable(render_html(report)));
        CHECK(is_printable(render_exchange(rows.examples.front())));
    }
}
