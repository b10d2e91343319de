// SPDX-License-Identifier: Apache-2.0
#include "diff/meaning/meaning.hpp"

#include "diff/fields/same_url.hpp"
#include "diff/meaning/sensitive_name.hpp"
#include "diff/place.hpp"

#include <doctest/doctest.h>

using namespace shadowdiff;
using diff::Hint;
using diff::Kind;
using diff::Meaning;
using diff::Severity;
using diff::UrlComparison;

namespace {

struct MeaningRow {
    std::string_view legacy;
    std::string_view candidate;
    Meaning expected;
};

constexpr Meaning other_value{};
constexpr Meaning spelled(Hint hint) { return {Kind::representation, Severity::none, hint}; }
constexpr Meaning differs(Severity severity, Hint hint) { return {Kind::changed, severity, hint}; }

}  // namespace

TEST_CASE("numbers mean the same, nearly the same, or something that has a name") {
    const MeaningRow rows[] = {
        {"1", "1.0", spelled(Hint::none)},
        {"10.10", "10.1", spelled(Hint::scale)},
        {"0.1", "0.10000000000000001", spelled(Hint::rounding)},
        {"0.30000000000000004", "0.3", spelled(Hint::rounding)},
        {"1.1", "1.2", other_value},
        {"1", "2", other_value},
        {"5e-324", "-5e-324", other_value},
        {"0.0", "5e-324", spelled(Hint::rounding)},
        {"9007199254740991", "9007199254740992", other_value},
        {"9007199254740993", "9007199254740992", differs(Severity::high, Hint::precision_lost)},
        {"12345678901234567890", "1.2345678901234567e19",
         differs(Severity::medium, Hint::precision_lost)},
        {"1e400", "1e401", other_value},
        {"1700000000", "1700000000999", differs(Severity::high, Hint::epoch_unit)},
        {"1700000000999", "1700000000", differs(Severity::high, Hint::epoch_unit)},
        {"1700000000", "1700000001000", other_value},
    };
    for (const auto& row : rows) {
        CAPTURE(row.legacy);
        CAPTURE(row.candidate);
        CHECK(diff::meaning_of(other_value, row.legacy, row.candidate) == row.expected);
    }
}

TEST_CASE("texts mean the same, nearly the same, or something that has a name") {
    const MeaningRow rows[] = {
        {"a", "b", other_value},
        {"1", "1.0", other_value},
        {"2024-01-01T00:00:00Z", "2024-01-01T01:00:00+01:00", spelled(Hint::time_format)},
        {"2024-01-01T00:00:00", "2024-01-01 00:00:00.000", spelled(Hint::time_format)},
        {"2024-01-01T00:00:00Z", "2024-01-01T00:00:00",
         differs(Severity::medium, Hint::offset_missing)},
        {"2024-01-01T00:00:00Z", "2024-01-01T00:00:01Z", other_value},
        {"/a?x=1&y=2", "/a?y=2&x=1", spelled(Hint::url_spelling)},
        {"http://a/x", "https://b/x", differs(Severity::medium, Hint::host_only)},
        {"ACTIVE", "active", differs(Severity::high, Hint::case_only)},
        {"Not found here", "not found here", differs(Severity::medium, Hint::case_only)},
        {"a b", "a\n b", differs(Severity::medium, Hint::white_space_only)},
        {"1.000,5", "1,000.5", differs(Severity::medium, Hint::number_locale)},
        {"\u00e9", "e\u0301", differs(Severity::low, Hint::unicode_form)},
        {R"({"a":[1,2]})", R"({ "a": [1.0,2] })", spelled(Hint::nested_json)},
        {R"({"a":[1,2]})", R"({"a":[2,1]})", differs(Severity::medium, Hint::nested_json)},
        {R"([1])", R"([1}])", other_value},
        {"6f9619ff-8b86-4d01-b42d-00cf4fc964ff", "6F9619FF-8B86-4D01-B42D-00CF4FC964FF",
         spelled(Hint::uuid_case)},
    };
    for (const auto& row : rows) {
        CAPTURE(row.legacy);
        CAPTURE(row.candidate);
        CHECK(diff::meaning_of_texts(other_value, row.legacy, row.candidate) == row.expected);
    }
}

TEST_CASE("a stack trace counts where only the candidate has one") {
    const std::string_view traces[] = {
        "java.lang.Error: x\n\tat com.acme.Shop.run(Shop.java:42)\n\tat com.acme.A.b(A.java:1)",
        R"(Error: x\n    at run (/app/shop.js:4:2)\n    at main (/app/shop.js:9:1))",
        "Traceback (most recent call last):\n  File \"shop.py\", line 3",
        "panic: x\n\ngoroutine 1 [running]:\nmain.main()",
        "   at Shop.Run() in /src/Shop.cs:line 4\n   at Shop.Main(String[] a) in /src/Shop.cs:line "
        "9",
        "shop.rb:42:in `run'\nshop.rb:9:in `main'",
    };
    for (const auto trace : traces) {
        CAPTURE(trace);
        CHECK(diff::has_stack_trace(trace));
    }
    for (const std::string_view text :
         {"", "meet me at noon (in the park: 3) and bring a map", "at (", "at at at at",
          "open at 10 (late)\nclosed at 12 (noon)"}) {
        CAPTURE(text);
        CHECK_FALSE(diff::has_stack_trace(text));
    }
    const auto quoted = R"q("no\n at a.B.c(B.java:3)\n at a.D.e(D.java:9)")q";
    CHECK(diff::meaning_of(other_value, "\"no\"", quoted) ==
          differs(Severity::high, Hint::stack_trace));
    CHECK(diff::meaning_of(other_value, quoted,
                           R"q("also\n at a.B.c(B.java:3)\n at d.E(E.java:9)")q") == other_value);
    CHECK(diff::meaning_of({Kind::missing, Severity::low}, quoted, "").severity == Severity::low);
}

TEST_CASE("two URLs are one in another spelling, on another host, or two") {
    struct UrlRow {
        std::string_view one;
        std::string_view other;
        UrlComparison expected;
    };
    const UrlRow rows[] = {
        {"http://a", "http://a/", UrlComparison::same},
        {"HTTP://A/x", "http://a/x", UrlComparison::same},
        {"/x?a=%2f", "/x?a=%2F", UrlComparison::same},
        {"/x?b&a=1&a=2", "/x?a=1&b&a=2", UrlComparison::same},
        {"/x?a=1&a=2", "/x?a=2&a=1", UrlComparison::different},
        {"/x?a=%20", "/x?a=+", UrlComparison::different},
        {"http://a/x?b=1&c=2", "http://b:81/x?c=2&b=1", UrlComparison::other_host},
        {"http://a/x", "/x", UrlComparison::different},
        {"/x#a", "/x#b", UrlComparison::different},
        {"no url", "no url", UrlComparison::different},
    };
    for (const auto& row : rows) {
        CAPTURE(row.one);
        CHECK(diff::compare_urls(row.one, row.other) == row.expected);
    }
}

TEST_CASE("the last name and the parent of a place") {
    CHECK(diff::last_name("$.items[*].price") == "price");
    CHECK(diff::last_name("$['a.b']") == "a.b");
    CHECK(diff::last_name("$.items[3]") == "items");
    CHECK(diff::last_name("$") == "$");
    CHECK(diff::parent("$.items[3].price") == "$.items[3]");
    CHECK(diff::parent("$['a']['b']") == "$['a']");
    CHECK(diff::is_sensitive_name("userEmail"));
    CHECK(diff::is_sensitive_name("access_token"));
    CHECK_FALSE(diff::is_sensitive_name("price"));
    CHECK(diff::differ_in_trailing_space("\"a \"", "\"a\""));
    CHECK_FALSE(diff::differ_in_trailing_space("\"a\"", "\"b\""));
}
