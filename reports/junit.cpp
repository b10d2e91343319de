// SPDX-License-Identifier: Apache-2.0
// The report for build servers: a suite for each route, a case for each check.
#include "base/escape.hpp"
#include "reports/checks.hpp"
#include "reports/decision_state.hpp"
#include "reports/render.hpp"
#include "reports/summary.hpp"
#include "reports/wording.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

namespace shadowdiff::reports {
namespace {

constexpr auto no_limit = std::numeric_limits<std::size_t>::max();

// XML 1.0 allows no control characters, however written: they are shown as \xNN.
std::string xml(std::string_view text) {
    std::string out;
    for (const char c : text) {
        switch (c) {
            case '&': out += "&amp;"; break;
            case '<': out += "&lt;"; break;
            case '>': out += "&gt;"; break;
            case '"': out += "&quot;"; break;
            default: out += c;
        }
    }
    return out;
}

std::string one_line(std::string_view text) { return xml(printable(text, no_limit)); }

// Build servers keep what stands in a case for every build.
constexpr std::size_t case_bytes_max = 64 << 10;

std::string many_lines(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        const auto line = one_line(text.substr(0, end)) + "\n";
        if (out.size() + line.size() > case_bytes_max) {
            const auto more = static_cast<std::uint64_t>(std::ranges::count(text, '\n')) + 1;
            return out + fmt::format("… and {}: see the whole report\n",
                                     counted(more, "more line", "more lines"));
        }
        out += line;
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return out;
}

std::string test_case(const std::string& suite, const Check& check) {
    const auto head = fmt::format("    <testcase name=\"{}\" classname=\"{}\" time=\"0\"",
                                  one_line(check.name), one_line(suite));
    const auto message = one_line(check.message);
    const auto text = many_lines(check.message + "\n" + check.text);
    switch (check.answer) {
        case CheckAnswer::passed: return head + "/>\n";
        case CheckAnswer::failed:
            return fmt::format(
                "{}>\n      <failure message=\"{}\" type=\"mismatch\">{}</failure>\n    "
                "</testcase>\n",
                head, message, text);
        case CheckAnswer::inconclusive:
            return fmt::format("{}>\n      <skipped message=\"{}\">{}</skipped>\n    </testcase>\n",
                               head, message, text);
    }
    return "";
}

// With the run itself stand the questions of who signs, in their order.
std::string system_out(const Report& report, bool is_run) {
    if (!is_run) return "    <system-out/>\n";
    std::string lines = report.gate.sentence + "\n";
    for (const SummaryLine& line : summary(report)) {
        lines += line.question + ": " + printable(line.answer, no_limit) + "\n";
    }
    for (const std::string& sentence : decision_sentences(report)) {
        lines += "decision: " + printable(sentence, no_limit) + "\n";
    }
    for (const std::string& sentence : report.rules) {
        lines += "rule: " + printable(sentence, no_limit) + "\n";
    }
    return "    <system-out>" + many_lines(lines) + "</system-out>\n";
}

auto count(const CheckSuite& suite, CheckAnswer answer) {
    return std::ranges::count(suite.checks, answer, &Check::answer);
}

}  // namespace

std::string render_junit(const Report& report) {
    const auto started = utc_time(report.run.started_at_us).substr(0, 19);
    std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n";
    int id = 0;
    for (const auto& suite : make_checks(report)) {
        out += fmt::format(
            "  <testsuite name=\"{}\" package=\"shadowdiff\" id=\"{}\" timestamp=\"{}\" "
            "hostname=\"localhost\" tests=\"{}\" failures=\"{}\" errors=\"0\" skipped=\"{}\" "
            "time=\"0\">\n    <properties/>\n",
            one_line(suite.name), id++, started, suite.checks.size(),
            count(suite, CheckAnswer::failed), count(suite, CheckAnswer::inconclusive));
        for (const auto& check : suite.checks) out += test_case(suite.name, check);
        out += system_out(report, suite.name == "run") + "    <system-err/>\n  </testsuite>\n";
    }
    return out + "</testsuites>\n";
}

}  // namespace shadowdiff::reports
