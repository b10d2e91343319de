// SPDX-License-Identifier: Apache-2.0
// A secret of an exchange is one wherever it stands in it: what an answer minted by its name is
// looked for in every place and in the spelling of that place.
#include "tests/unit/redact/one_redactor.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

using namespace shadowdiff;
using test::digest;
using test::redactor;

namespace {

constexpr std::string_view token = "Zx9+kQ/7&pL=";

http::Exchange with_answer(http::Fields headers, Bytes body) {
    http::Response response;
    response.headers = std::move(headers);
    response.body = http::make_body(std::move(body));
    http::Exchange exchange;
    exchange.request.target = "/x";
    exchange.answers.push_back({.outcome = std::move(response), .timing = {}});
    return exchange;
}

}  // namespace

TEST_CASE("wherever a token is minted, it is known") {
    const http::Exchange minted[] = {
        with_answer({{"Content-Type", "application/json"}},
                    R"({"data": {"access_token": "Zx9+kQ/7&pL="}})"),
        with_answer({{"Content-Type", "application/json"}}, R"({"csrf": "Zx9+kQ\/7\u0026pL="})"),
        with_answer({{"Content-Type", "application/x-www-form-urlencoded"}},
                    "a=1&access_token=Zx9%2BkQ%2F7%26pL%3D"),
        with_answer({{"Content-Type", "text/xml"}}, "<a><session>Zx9+kQ/7&amp;pL=</session></a>"),
        with_answer({{"Content-Type", "text/html"}},
                    R"(<input type="hidden" name="_csrf" value="Zx9+kQ/7&amp;pL=">)"),
        with_answer({{"Content-Type", "text/html"}},
                    R"(<meta name="csrf-token" content="Zx9+kQ/7&amp;pL=">)"),
        with_answer({{"X-Csrf", "Zx9+kQ/7&pL="}}, ""),
        with_answer({{"Set-Cookie", "a=Zx9+kQ/7&pL=; Path=/"}}, ""),
        with_answer({{"Location", "/cb?access_token=Zx9%2BkQ%2F7%26pL%3D"}}, ""),
    };
    for (const auto& exchange : minted) {
        const auto& response = *exchange.answers[0].response();
        CAPTURE(response.body.bytes);
        CHECK(redactor().aware_of(exchange).text("so Zx9+kQ/7&pL= it is").text() ==
              "so " + digest(token) + " it is");
    }
}

TEST_CASE("what a client's credentials are made of is known by itself") {
    for (const auto* credentials :
         {"Basic am9lOlp4OStrUS83JnBMPQ==", "basic  am9lOlp4OStrUS83JnBMPQ==",
          "Token token=\"Zx9+kQ/7&pL=\"", "OAuth realm=\"a\", oauth_token=\"Zx9+kQ/7&pL=\""}) {
        CAPTURE(credentials);
        auto exchange = with_answer({}, "");
        exchange.request.headers = {{"Authorization", credentials}};
        CHECK(redactor().aware_of(exchange).text("so Zx9+kQ/7&pL= it is").text() ==
              "so " + digest(token) + " it is");
    }
}

TEST_CASE("where a minted token stands again, it is replaced in the spelling of that place") {
    const auto aware = redactor().aware_of(
        with_answer({{"Content-Type", "application/json"}}, R"({"access_token":"Zx9+kQ/7&pL="})"));
    struct Row {
        std::string_view body, type;
    };
    const Row rows[] = {
        {"a=1&b=Zx9%2BkQ%2F7%26pL%3D", "application/x-www-form-urlencoded"},
        {"a=1&b=Zx9%2bkQ%2f7%26pL%3d", "application/x-www-form-urlencoded"},
        {"a=1&Zx9%2BkQ%2F7%26pL%3D=b", "application/x-www-form-urlencoded"},
        {"<a b=\"Zx9+kQ/7&amp;pL=\">Zx9+kQ/7&amp;pL=</a>", "text/xml"},
        {"<a href=\"/x?a=Zx9%2BkQ%2F7%26pL%3D&amp;b\">x</a>", "text/html"},
        {"<input name=\"k\" value=\"Zx9+kQ/7&amp;pL=\">", "text/html"},
        {"<script>const k = \"Zx9+kQ\\/7&pL=\";</script>", "text/html"},
        {R"({"a": ["Zx9+kQ/7&pL="], "b": "of Zx9+kQ\/7&pL="})", "application/json"},
        {R"({"Zx9+kQ/7&pL=": 1})", "application/json"},
        {"you: Zx9+kQ/7&pL=", "text/plain"},
    };
    for (const auto& row : rows) {
        CAPTURE(row.body);
        const auto redacted = aware.body(row.body, row.type)->text();
        CHECK(redacted.contains(digest(token)));
        CHECK_FALSE(redacted.contains("Zx9"));
        CHECK_FALSE(redacted.contains("pL"));
    }
    for (const auto& [name, value] : {http::Field{"X-You", "of Zx9+kQ/7&pL="},
                                      {"Link", "</x?k=Zx9%2BkQ%2F7%26pL%3D>; rel=next"},
                                      {"Set-Cookie", "b=1; Path=/of/Zx9%2BkQ%2F7%26pL%3D"},
                                      {"Location", "/x?k=Zx9%2BkQ%2F7%26pL%3D"}}) {
        CAPTURE(value);
        const auto redacted = aware.fields({{name, value}}).text();
        CHECK(redacted.contains("redacted:"));
        CHECK_FALSE(redacted.contains("Zx9"));
    }
    for (const auto* harmless : {"/x?filter[session:start]=1", "/x?a.token:b=1"}) {
        CHECK(aware.target(harmless).text() == harmless);
    }
    for (const auto* target : {"/x?a=Zx9%2BkQ%2F7%26pL%3D", "/x/Zx9%2BkQ%2F7%26pL%3D/y"}) {
        CHECK_FALSE(aware.target(target).text().contains("Zx9"));
    }
}

TEST_CASE("what a leg was sent in place of the client's secret is a secret of the exchange") {
    auto exchange = with_answer({{"Content-Type", "text/plain"}}, "you are c4nd1d4te-session");
    exchange.answers[0].supplied = {"c4nd1d4te-session", "short"};
    const auto aware = redactor().aware_of(exchange);
    CHECK(aware.text("you are c4nd1d4te-session, in short").text() ==
          "you are " + digest("c4nd1d4te-session") + ", in short");
}

TEST_CASE("what others know to be a secret of an answer is one of the exchange") {
    const redact::Redactor own{{.digest_key = "k", .secrets_of_answer = [](const auto& answer) {
                                    return std::vector<std::string>{
                                        answer.body.bytes.substr(2, 12)};
                                }}};
    const auto exchange =
        with_answer({{"Content-Type", "application/json"}}, R"(["t0ken-of-one"])");
    CHECK(own.text("a t0ken-of-one").text() == "a t0ken-of-one");
    const auto aware = own.aware_of(exchange);
    const auto& response = *exchange.answers[0].response();
    CHECK_FALSE(aware.text("a t0ken-of-one").text().contains("t0ken"));
    const auto body = aware.message_body(response.headers, response.body);
    REQUIRE(body);
    CHECK_FALSE(body->bytes.text().contains("t0ken"));
}

TEST_CASE("what is supplied to every request is always known") {
    const redact::Redactor own{{.values = {"test-account-pass-1"}, .digest_key = "k"}};
    CHECK_FALSE(own.text("hello test-account-pass-1").text().contains("test-account"));
    const auto aware = own.aware_of(with_answer({}, ""));
    CHECK_FALSE(aware.text("hello test-account-pass-1").text().contains("test-account"));
}

TEST_CASE("a body that was looked through before is redacted as if it had not been") {
    const auto* const type = "application/json";
    for (const std::string body : {R"({"a": [1, "b"]})", R"({"password": "x", "a": "y"})", "a=1",
                                   R"({"access_token": "Zx9+kQ/7&pL=", "a": "Zx9+kQ/7&pL="})"}) {
        const auto aware = redactor().aware_of(with_answer({{"Content-Type", type}}, body));
        const bool is_told = body.contains("access_token");
        CHECK((aware.body(body, type) == redactor().body(body, type)) == !is_told);
        CHECK_FALSE(aware.body(body, type)->text().contains("Zx9"));
        CHECK((aware.body(body, "text/plain") == redactor().body(body, "text/plain")) == !is_told);
    }
}

TEST_CASE("a head that was looked through before its secret was told is looked through again") {
    const http::Fields head = {{"Content-Type", "application/json"}, {"X-Of", "Zx9+kQ/7&pL="}};
    CHECK(redactor().fields(head).text().contains(token));
    const auto aware = redactor().aware_of(with_answer(head, R"({"access_token":"Zx9+kQ/7&pL="})"));
    CHECK_FALSE(aware.fields(head).text().contains(token));
    CHECK(aware.fields(head).text().contains("X-Of: " + digest(token)));
}

TEST_CASE("a head that holds no secret is the same for one exchange as for all") {
    const http::Fields head = {{"Content-Type", "text/plain"}, {"X-Of", "a\rb"}};
    const http::Fields other = {{"Content-Type", "text/plain"}, {"X-Of", "c"}};
    const auto aware = redactor().aware_of(with_answer(head, "plain"));
    CHECK(aware.fields(head).text() == "Content-Type: text/plain\r\nX-Of: a b\r\n");
    CHECK(aware.fields(head) == redactor().fields(head));
    CHECK(aware.fields(other) == redactor().fields(other));
    CHECK(aware.fields({}) == redactor().fields({}));
}
