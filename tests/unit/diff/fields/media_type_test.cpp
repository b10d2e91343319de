// SPDX-License-Identifier: Apache-2.0
#include "diff/fields/media_type.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using shadowdiff::diff::canonical_media_type;

TEST_CASE("a media type has one canonical spelling") {
    struct Row {
        const char* name;
        std::string value;
        const char* canonical;
    };
    const std::vector<Row> rows{
        {"plain", "application/json", "application/json"},
        {"case", "Application/JSON", "application/json"},
        {"JSON is UTF-8 anyway", "application/json; charset=utf-8", "application/json"},
        {"in quotes and capitals", "application/json;Charset=\"UTF-8\"", "application/json"},
        {"a structured suffix", "application/problem+json; charset=utf-8",
         "application/problem+json"},
        {"JSON in another charset", "application/json; charset=latin1",
         "application/json; charset=latin1"},
        {"text keeps its charset", "text/html;charset=UTF-8", "text/html; charset=utf-8"},
        {"other parameters keep their case", "multipart/mixed; Boundary=aB",
         "multipart/mixed; boundary=aB"},
        {"parameters in any order", "a/b; y=2; x=1", "a/b; x=1; y=2"},
        {"a semicolon in quotes", "a/b; x=\"1;2\"; y=3", "a/b; x=\"1;2\"; y=3"},
        {"an escaped quote", R"(a/b; x="1\";2"; y=3)", R"(a/b; x="1\";2"; y=3)"},
        {"an escape that is none", R"(a/b; x="\a"; y=3)", "a/b; x=a; y=3"},
        {"quotes that must be", "a/b; x=text/html", "a/b; x=\"text/html\""},
        {"an empty value", "a/b; x=\"\"; y=", "a/b; x=\"\"; y=\"\""},
        {"white space", "  text/plain ;  charset = utf-8 ", "text/plain; charset=utf-8"},
        {"an empty parameter", "text/plain;", "text/plain"},
        {"a parameter without value", "text/plain; flowed", "text/plain; flowed"},
        {"a quote that does not end", "text/plain; x=\"1;2", "text/plain; x=\"1;2"},
        {"a backslash at the end", "text/plain; x=\"\\", "text/plain; x=\"\\"},
        {"nothing", "", ""},
        {"only semicolons", ";;", ""},
    };
    for (const auto& row : rows) {
        CAPTURE(row.name);
        CHECK(canonical_media_type(row.value) == row.canonical);
    }
}
