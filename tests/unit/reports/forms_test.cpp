// SPDX-License-Identifier: Apache-2.0
// What every form of the report must say alike.
#include "reports/model.hpp"
#include "reports/render.hpp"
#include "reports/summary.hpp"
#include "tests/unit/reports/demo_run.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

using namespace shadowdiff;
using namespace shadowdiff::reports;

namespace {

struct Form {
    std::string name;
    std::string text;
};

std::vector<Form> forms_of(const Report& report) {
    std::vector<Form> forms = {{"text", render_text(report, {.colours = false, .columns = 400})},
                               {"markdown", render_markdown(report, markdown_bytes_max)},
                               {"comment", render_markdown(report, comment_bytes_max)},
                               {"json", render_json(report)},
                               {"junit", render_junit(report)},
                               {"sarif", render_sarif(report)},
                               {"csv", render_csv(report)},
                               {"html", render_html(report)}};
    for (Form& form : forms) std::erase(form.text, '\\');  // Markdown's and JSON's own
    return forms;
}

// Where the answer stands right behind its question, not before `at`.
std::size_t answer_in(const std::string& text, const SummaryLine& line, std::size_t at) {
    // As far as no form writes it otherwise.
    const auto plain = line.answer.substr(0, line.answer.find_first_of("<>&\"'(\xe2"));
    constexpr std::size_t near = 80;
    for (auto found = text.find(plain, at); found != std::string::npos;
         found = text.find(plain, found + 1)) {
        const auto begin = found - std::min(found, near);
        if (text.substr(begin, found - begin).contains(line.question)) return found;
    }
    return std::string::npos;
}

}  // namespace

TEST_CASE("every form answers the same questions in the same order, the gate's first") {
    const auto report = make_report(demo_run());
    for (const auto& [name, text] : forms_of(report)) {
        CAPTURE(name);
        CHECK(text.contains("NO-GO"));
        std::size_t at = 0;
        for (const auto& line : summary(report)) {
            CAPTURE(line.question);
            const auto found = answer_in(text, line, at);
            REQUIRE(found != std::string::npos);
            at = found + 1;
        }
    }
}

TEST_CASE("every form has the run's totals, and legacy's value before the candidate's") {
    const auto report = make_report(demo_run());
    for (const auto& [name, text] : forms_of(report)) {
        CAPTURE(name);
        CHECK(text.contains("6,000 seen"));
        CHECK(text.contains("423 of 5,648 judged"));
        const auto legacy = text.find("19.90");
        REQUIRE(legacy != std::string::npos);
        CHECK(legacy < text.find("19.89"));
    }
}

TEST_CASE("equal rows give equal bytes in every form") {
    const auto one = forms_of(make_report(demo_run()));
    const auto other = forms_of(make_report(demo_run()));
    for (std::size_t i = 0; i < one.size(); ++i) {
        CAPTURE(one[i].name);
        const bool is_same = one[i].text == other[i].text;
        CHECK(is_same);
    }
}
