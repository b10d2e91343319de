// SPDX-License-Identifier: Apache-2.0
#include "redact/find.hpp"

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

using namespace shadowdiff::redact;

namespace {

const Known known{{{}, {}}};

// The text with each credential as "<credential>".
std::string marked(std::string_view text, Separators separators = Separators::all) {
    Rewrite rewrite{text};
    for (const auto& match : find_credentials(text, known, separators)) {
        rewrite.replace(match.begin, match.end, "<" + match.secret + ">");
    }
    return rewrite.finish();
}

struct Row {
    std::string_view text;
    std::string_view expected;
};

}  // namespace

TEST_CASE("credentials are found by their form, and only they") {
    for (const Row row : {
             Row{"got Bearer abc123def456 here", "got Bearer <abc123def456> here"},
             Row{"bEaReR  abc123def456", "bEaReR  <abc123def456>"},
             Row{"Basic dXNlcjpwYXNz.", "Basic <dXNlcjpwYXNz.>"},
             Row{"key AKIAIOSFODNN7EXAMPLE!", "key <AKIAIOSFODNN7EXAMPLE>!"},
             Row{"(ghp_0123456789abcdefghijABCDEFGHIJ456789)",
                 "(<ghp_0123456789abcdefghijABCDEFGHIJ456789>)"},
             Row{"sk_live_4eC39HqLyjWDarjtT1zdp7dc", "<sk_live_4eC39HqLyjWDarjtT1zdp7dc>"},
             Row{"xoxb-123456789012-abcdefghij,", "<xoxb-123456789012-abcdefghij>,"},
             Row{"x eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln y",
                 "x <eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln> y"},
             Row{"cut eyJhbGciOiJIUzI1NiJ9.eyJz", "cut <eyJhbGciOiJIUzI1NiJ9.eyJz>"},
             Row{"http://joe:hunter2@example.com/x", "http://<joe:hunter2>@example.com/x"},
             Row{"http://a@b@example.com/", "http://<a@b>@example.com/"},
             Row{"4111111111111111", "<4111111111111111>"},
             Row{"pay 12 x 4111 1111 1111 1111 now", "pay 12 x <4111111111111111> now"},
             Row{"pay 12 4111 1111 1111 1111 now", "pay 12 <4111111111111111> now"},
             Row{"4111-1111-1111-1111", "<4111111111111111>"},
             Row{"3782 822463 10005", "<378282246310005>"},
             Row{"a -----BEGIN RSA PRIVATE KEY-----\nMII\n-----END RSA PRIVATE KEY----- b",
                 "a <-----BEGIN RSA PRIVATE KEY-----\nMII\n-----END RSA PRIVATE KEY-----> b"},
             Row{"-----BEGIN PRIVATE KEY-----\nMIIcut", "<-----BEGIN PRIVATE KEY-----\nMIIcut>"},
         }) {
        CAPTURE(row.text);
        CHECK(marked(row.text) == row.expected);
    }
}

TEST_CASE("values are found by the name before them") {
    for (const Row row : {
             Row{"password=hunter2&user=joe", "password=<hunter2>&user=joe"},
             Row{"PASSWORD = hunter2", "PASSWORD = <hunter2>"},
             Row{"password: hunter2\nuser: joe", "password: <hunter2>\nuser: joe"},
             Row{R"({"password":"hunter2","a":1,)", R"({"password":"<hunter2>","a":1,)"},
             Row{R"({"password": "hun)", R"({"password": "<hun>)"},
             Row{R"({"password":"a\"b","c":1)", R"({"password":"<a\"b>","c":1)"},
             Row{R"({\"password\":\"hunter2\",\"a\":1})",
                 R"({\"password\":\"<hunter2>\",\"a\":1})"},
             Row{R"({"cvv": 123, "a": 1)", R"({"cvv": <123>, "a": 1)"},
             Row{R"({"tokens": 1, "token": ["a","b"], )",
                 R"({"tokens": 1, "token": <["a","b"], >)"},
             Row{"{'secret': 'x y'}", "{'secret': '<x y>'}"},
             Row{"<password>hunter2</password>", "<password><hunter2></password>"},
             Row{"<s:password>hunter2</s:password>", "<s:password><hunter2></s:password>"},
             Row{R"(<login password="hunter2"/>)", R"(<login password="<hunter2>"/>)"},
             Row{R"(<input name="csrf_token" type=hidden value="abc">)",
                 R"(<input name="csrf_token" type=hidden value="<abc>">)"},
             Row{R"(<input type="hidden" value="abc" name="csrf_token">)",
                 R"(<input type="hidden" value="<abc>" name="csrf_token">)"},
             Row{R"(<INPUT VALUE='abc' ID='password'>)", R"(<INPUT VALUE='<abc>' ID='password'>)"},
             Row{"<input type=hidden name=csrf_token value=abc>",
                 "<input type=hidden name=csrf_token value=<abc>>"},
             Row{"<input value=abc name=csrf_token>", "<input value=<abc> name=csrf_token>"},
             Row{R"(<input type="password" name="f1" value="abc">)",
                 R"(<input type="password" name="f1" value="<abc>">)"},
             Row{"<input value=abc type=password>", "<input value=<abc> type=password>"},
             Row{R"(<input name="password"> or <b>)", R"(<input name="password"> or <b>)"},
             Row{R"(<entry key="api_key">abc</entry>)", R"(<entry key="api_key"><abc></entry>)"},
             Row{R"(<field name='password' t="1"><![CDATA[a<b]]></field>)",
                 R"(<field name='password' t="1"><![CDATA[<a<b>]]></field>)"},
             Row{R"(<field name="password"/> a <b>)", R"(<field name="password"/> a <b>)"},
             Row{"<token> <v>abc</v>\n</token> a", "<token>< <v>abc</v>\n></token> a"},
             Row{"<token> <v>abc", "<token>< <v>abc>"},
             Row{"<token> </token> a", "<token> </token> a"},
             Row{"<key>api_key</key>\n<string>abc</string>",
                 "<key>api_key</key>\n<string><abc></string>"},
             Row{"<name>token</name></a><b>c</b>", "<name>token</name></a><b>c</b>"},
             Row{R"(cfg["apiKey"] = "abc")", R"(cfg["apiKey"] = "<abc>")"},
             Row{R"(set("token", "abc"))", R"(set("token", "<abc>"))"},
             Row{R"(["token", "abc"])", R"(["token", "abc"])"},
             Row{R"(<textarea rows=2 name="secret">a b</textarea>)",
                 R"(<textarea rows=2 name="secret"><a b></textarea>)"},
             Row{"password=ab;cd;e=f", "password=<ab;cd>;e=f"},
             Row{"password=ab,cd, e", "password=<ab,cd>, e"},
             Row{R"(<meta name="csrf-token" content="abc" />)",
                 R"(<meta name="csrf-token" content="<abc>" />)"},
             Row{"form-data; name=\"password\"\r\n\r\nhunter2\r\n--b--",
                 "form-data; name=\"password\"\r\n\r\n<hunter2>\r\n--b--"},
             Row{"Authorization: Digest username=\"joe\"\nx",
                 "Authorization: <Digest username=>\"joe\"\nx"},
             Row{"Cookie: a=b; c=d\r\nHost: x", "Cookie: <a=b; c=d>\r\nHost: x"},
             Row{"/cb?code=1&access_token=abc#x", "/cb?code=1&access_token=<abc#x>"},
             Row{"?next=https%3A%2F%2Fx%3Ftoken%3Dabc%26a%3D1",
                 "?next=https%3A%2F%2Fx%3Ftoken%3D<abc>%26a%3D1"},
             Row{"user.api_key => 'abc'", "user.api_key => '<abc>'"},
             Row{"_token=abc", "_token=<abc>"},
             Row{"login --password=abc", "login --password=<abc>"},
             Row{"user.sid=abc", "user.sid=<abc>"},
             Row{"%3Fsid%3Dabc", "%3Fsid%3D<abc>"},
             Row{"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa_password=abc",
                 "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa_password=<"
                 "abc>"},
         }) {
        CAPTURE(row.text);
        CHECK(marked(row.text) == row.expected);
    }
}

TEST_CASE("ordinary text is left alone") {
    for (const std::string_view text : {"",
                                        "12.50 EUR",
                                        "1b4e28ba-2fa1-4d3c-883f-0016d3cca427",
                                        "2024-01-01T00:00:00.123Z",
                                        "1700000000000",
                                        "1700000000000000",
                                        "ord-000123",
                                        "4111111111111112",
                                        "1234567890123452",
                                        "4111111111111111.5",
                                        "x4111111111111111",
                                        "411111111111111100000",
                                        "4111 1111 11111111",
                                        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                                        "Bearer realm=\"x\"",
                                        "the bearer of news",
                                        "Basics",
                                        "https://example.com/a@b",
                                        "mailto:joe@example.com",
                                        "AKIA",
                                        "ghp_short",
                                        "eyJ",
                                        "eyJhbGciOiJIUzI1NiJ9",
                                        "see token and secret",
                                        "if (token == other)",
                                        "\"token\": null",
                                        "\"token\": true",
                                        "\"password\": \"\"",
                                        "<label for=\"password\">Password:</label>",
                                        "<input type=\"password\" name=\"password\">",
                                        "session: {",
                                        "-----BEGIN CERTIFICATE-----",
                                        "secretary: joe",
                                        "total_tokens: 12",
                                        "sha1 da39a3ee5e6b4b0d3255bfef95601890afd80709",
                                        "password=redacted:0123456789abcdef",
                                        "{\"author\":\"x\",\"pinned\":1}"}) {
        CAPTURE(text);
        CHECK(marked(text) == text);
    }
}

TEST_CASE("in a path a colon separates nothing") {
    CHECK(marked("/v1/token:refresh", Separators::equals_sign_only) == "/v1/token:refresh");
    CHECK(marked("/a;jsessionid=1A2B/b", Separators::equals_sign_only) == "/a;jsessionid=<1A2B/b>");
}

TEST_CASE("a value only made to look redacted is redacted") {
    CHECK(marked("password=redacted:hunter2") == "password=<redacted:hunter2>");
    CHECK(marked("password=redacted:0123456789abcdefx") == "password=<redacted:0123456789abcdefx>");
}

TEST_CASE("hostile repetitions are searched in linear time") {
    for (const std::string_view piece : {"eyJ-",
                                         "eyJ.",
                                         "a-",
                                         "_",
                                         "Bearer ",
                                         "Basic  ",
                                         "://",
                                         "://a",
                                         "-----BEGIN ",
                                         "-----BEGIN PRIVATE KEY",
                                         "4",
                                         "4111 ",
                                         "4111-",
                                         "token",
                                         "token=",
                                         "token:\"",
                                         "\"token\":",
                                         "\\\\\\\\\"",
                                         "name=\"token\"",
                                         "<token>",
                                         "<token a='b'>",
                                         "eyJ-eyJ-eyJ-. ",
                                         "password='\\",
                                         "ghp_",
                                         "AKIA",
                                         "token=redacted:",
                                         "token=%26",
                                         "cookie:",
                                         "\"auth\":[",
                                         "token=\"\"",
                                         "%3D"}) {
        CAPTURE(piece);
        std::string text;
        while (text.size() < 100'000) text += piece;
        std::size_t end = 0;
        bool in_order = true;
        for (const auto& match : find_credentials(text, known)) {
            in_order = in_order && match.begin >= end && match.end > match.begin;
            end = match.end;
        }
        CHECK(in_order);
        CHECK(end <= text.size());
    }
}

TEST_CASE("the text of a secret element is found, whatever attributes it has") {
    const auto found = [](std::string_view text) {
        const auto matches = find_credentials(text, known);
        return matches.size() == 1 ? matches[0].secret : std::string{};
    };
    CHECK(found("<wsse:Password Type=\"#PasswordText\">hunter2</wsse:Password>") == "hunter2");
    CHECK(found("<password><![CDATA[hunter2]]></password>") == "hunter2");
    CHECK(found("<password>hunter2</password>") == "hunter2");
    CHECK(found("<password/>hunter2<a>") == "");
    CHECK(found("<name>hunter2</name>") == "");
}
