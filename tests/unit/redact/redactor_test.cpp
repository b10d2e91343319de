// SPDX-License-Identifier: Apache-2.0
#include "redact/redactor.hpp"

#include "json/document.hpp"
#include "tests/unit/redact/one_redactor.hpp"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

using namespace shadowdiff;
using redact::Redactor;
using test::digest;
using test::json_body;
using test::redacted_body;
using test::redactor;

TEST_CASE("where an answer leads stays readable, but for its secrets") {
    for (const char* url : {"/items/5?page=2", "https://example.com/items/5", "https://example.com",
                            "https://example.com?a=1", "../b", "?page=2", "#top", ""}) {
        CAPTURE(url);
        CHECK(redactor().fields({{"Location", url}}).text() ==
              std::string{"Location: "} + url + "\r\n");
    }
}

TEST_CASE("no planted secret survives, wherever it stands") {
    // Each text holds HUNTER2 in the value of something secret.
    for (const std::string_view target :
         {"/x?password=HUNTER2", "/x?a=1&Access-Token=HUNTER2&b=2", "/x?user%5Bpassword%5D=HUNTER2",
          "/x?api_key=HUNTER2;c=d", "/x;jsessionid=HUNTER2/y", "http://u:HUNTER2@example.com/x",
          "/cb?next=https%3A%2F%2Fx%3Ftoken%3DHUNTER2", "/x?pass%77ord=HUNTER2", "/x?sig=HUNTER2",
          "/x?q=Bearer+HUNTER2HUNTER2", "/x/%73k_live_HUNTER2HUNTER2"}) {
        CAPTURE(target);
        const auto redacted = redactor().target(target).text();
        CHECK_FALSE(redacted.contains("HUNTER2"));
        CHECK(redacted.contains("redacted:"));
    }
    for (const http::Field& field :
         {http::Field{"Authorization", "Bearer HUNTER2"},
          {"authorization", "HUNTER2"},
          {"Proxy-Authorization", "Basic HUNTER2"},
          {"Cookie", "a=HUNTER2; b=xHUNTER2"},
          {"Cookie", "HUNTER2"},
          {"Set-Cookie", "sid=HUNTER2; Path=/; Secure"},
          {"Set-Cookie", "HUNTER2"},
          {"X-Api-Key", "HUNTER2"},
          {"X-Auth-Token", "HUNTER2"},
          {"X-CSRF-Token", "HUNTER2"},
          {"X-Amz-Security-Token", "HUNTER2"},
          {"Location", "https://example.com/cb?access_token=HUNTER2&x=1"},
          {"Location", "/reset/token/HUNTER2-8f3a51c0de"},
          {"Location", "https://example.com/reset/token/HUNTER2-8f3a51c0de?a=1"},
          {"Location", "https://example.com/cb#access_token=HUNTER2"},
          {"Content-Location", "/s/x?password=HUNTER2"},
          {"Referer", "https://u:HUNTER2@example.com/"},
          {"X-Debug", "password=HUNTER2"}}) {
        CAPTURE(field.name);
        CAPTURE(field.value);
        const auto redacted = redactor().fields({field}).text();
        CHECK_FALSE(redacted.contains("HUNTER2"));
        CHECK(redacted.starts_with(std::string{field.name} + ": "));
    }
    for (const std::string_view text :
         {R"({"password":"HUNTER2"})", R"({"a":[{"b":{"clientSecret":"HUNTER2"}}]})",
          R"({"auth":{"user":"HUNTER2","n":[1,"HUNTER2"]}})", R"({"pass\u0077ord":"HUNTER2"})",
          R"({"password":"\u0048HUNTER2"})", R"({"note":"use token=HUNTER2 now"})",
          R"({"inner":"{\"password\":\"HUNTER2\"}"})", R"({"sk_live_HUNTER2HUNTER2":1})",
          R"({"url":"https:\/\/u:HUNTER2@example.com\/"})", R"({"password":"HUNTER2")",
          R"({"a":1,"token":{"x":"HUNTER2"})", R"({"a":1,"password":"HUNTER2)"}) {
        CAPTURE(text);
        CHECK_FALSE(json_body(text).contains("HUNTER2"));
        CHECK_FALSE(redacted_body(text, "").contains("HUNTER2"));
    }
    for (const std::string_view text : {"password=HUNTER2&a=1", "a=1&user[password]=HUNTER2",
                                        "user%5BapiKey%5D=HUNTER2", "x=token%3AHUNTER2"}) {
        CAPTURE(text);
        CHECK_FALSE(redacted_body(text, "application/x-www-form-urlencoded").contains("HUNTER2"));
    }
    for (const std::string_view text :
         {"password=HUNTER2", "<a><secret>HUNTER2</secret></a>", "Authorization: Bearer HUNTER2",
          "curl https://u:HUNTER2@example.com",
          "{\"password\":\"HUNTER2\"}\n{\"token\":\"HUNTER2\"}"}) {
        CAPTURE(text);
        CHECK_FALSE(redacted_body(text, "text/plain").contains("HUNTER2"));
        CHECK_FALSE(redactor().text(text).text().contains("HUNTER2"));
    }
    for (const std::string_view path :
         {"$.password", "$.auth.user", "cookies.sid", "cookies['a.b']", "headers.authorization",
          "headers.x-api-key", "$['api-key'][0]"}) {
        CAPTURE(path);
        for (const std::string_view value :
             {"HUNTER2", "\"HUNTER2\"", "\"HUNTER2 cut", R"({"a":"HUNTER2"})", R"(["HUNTER2",)"}) {
            CAPTURE(value);
            CHECK_FALSE(redactor().value(path, value).text().contains("HUNTER2"));
        }
    }
}

TEST_CASE("what is not secret stays word for word") {
    CHECK(redactor().target("/products/17?page=2&sort=price%20asc").text() ==
          "/products/17?page=2&sort=price%20asc");
    CHECK(redactor().target("*").text() == "*");
    CHECK(redactor().target("/x?").text() == "/x?");
    CHECK(redactor().fields({{"Host", "example.com"}, {"Accept", "*/*"}}).text() ==
          "Host: example.com\r\nAccept: */*\r\n");
    const std::string_view text =
        R"({ "id": 12, "price": 12.50, "big": 1234567890123456789012, "at": "2024-01-01T00:00:00Z",
             "uuid": "1b4e28ba-2fa1-4d3c-883f-0016d3cca427", "epoch": 1700000000000, "e": "\u00e9",
             "lone": "\ud800", "same": 1, "same": 2, "next_page_token": "abc",
             "has": [true, null] })";
    CHECK(json_body(text) == text);
    CHECK(redacted_body("hello, world", "text/plain") == "hello, world");
    CHECK(redactor().value("$.price", "12.50").text() == "12.50");
    CHECK(redactor().value("cookies.sid.secure", "").text() == "");
    CHECK(redactor().value("cookies.sid.path", "/a").text() == "/a");
    CHECK(redactor().value("headers.content-type", "text/html").text() == "text/html");
}

TEST_CASE("equal stays equal, unequal unequal, and nothing can be read back") {
    const auto one = digest("\"hunter2\"");
    CHECK(one == digest("\"hunter2\""));
    CHECK(one != digest("\"hunter3\""));
    CHECK(one.starts_with("\"redacted:"));
    CHECK(one.size() == std::string_view{"\"redacted:0123456789abcdef\""}.size());
    const auto plain = one.substr(1, one.size() - 2);
    CHECK(json_body(R"({"password":"hunter2"})") == R"({"password":)" + one + "}");
    CHECK(json_body(R"({"password":"\u0068unter2"})") == R"({"password":)" + one + "}");
    CHECK(redactor().target("/x?token=hunter2").text() == "/x?token=" + plain);
    CHECK(redactor().target("/x?token=%68unter2").text() == "/x?token=" + plain);
    CHECK(redactor().fields({{"Authorization", "Bearer hunter2"}}).text() ==
          "Authorization: Bearer " + plain + "\r\n");
    CHECK(redactor().text("password=hunter2").text() == "password=" + plain);
    CHECK(redactor().text("4111 1111 1111 1111").text() ==
          redactor().text("4111-1111-1111-1111").text());

    const Redactor other{{.digest_key = "another key"}};
    CHECK(other.value("$.password", "\"hunter2\"").text() != one);
    const Redactor fresh{};
    const Redactor fresh_too{};
    CHECK(fresh.text("token=a1").text() != fresh_too.text("token=a1").text());
}

TEST_CASE("redacting twice changes nothing") {
    for (const std::string_view text :
         {R"({"password":"hunter2","n":{"cvv":123}})", R"({"a":"token=abc"})"}) {
        const auto once = json_body(text);
        CHECK(json_body(once) == once);
        CHECK(redacted_body(once, "text/plain") == once);
    }
    const auto target = redactor().target("/x?token=abc").text();
    CHECK(redactor().target(target).text() == target);
}

TEST_CASE("redacted JSON is JSON") {
    for (const std::string_view text :
         {R"({"password":12345,"cvv":null,"token":true,"secret":""})", R"({"pin":-1.5e3})",
          R"([4111111111111111, "4111111111111111"])", R"({"auth":{"a":[1,{"b":"c"}],"d":{}}})",
          R"("Bearer abc123def456")", R"({"a\"b":"password=\"x\""})",
          R"({"k":"-----BEGIN PRIVATE KEY-----\nMII\n-----END PRIVATE KEY-----"})"}) {
        CAPTURE(text);
        const auto redacted = json_body(text);
        CAPTURE(redacted);
        CHECK(redacted.contains("redacted:"));
        CHECK(json::parse(redacted));
    }
    CHECK(json_body(R"({"cvv":null,"token":true,"secret":""})") ==
          R"({"cvv":null,"token":true,"secret":""})");
}

TEST_CASE("names, schemes and attributes stay readable") {
    const auto sid = redactor().value("cookies.sid", "abc").text();
    CHECK(redactor().fields({{"Cookie", "sid=abc; theme=abc"}}).text() ==
          "Cookie: sid=" + sid + "; theme=" + sid + "\r\n");
    CHECK(redactor().fields({{"Set-Cookie", "sid=abc; Path=/; HttpOnly"}}).text() ==
          "Set-Cookie: sid=" + sid + "; Path=/; HttpOnly\r\n");
    CHECK(redactor().fields({{"Authorization", "Basic abc"}}).text() ==
          "Authorization: Basic " + sid + "\r\n");
    CHECK(redactor().fields({{"X-Empty-Token", ""}}).text() == "X-Empty-Token: \r\n");
}

TEST_CASE("an excerpt that begins inside a word does not show that word's end") {
    const auto shown = redactor().value("body", "…HUNTER2HUNTER2&user=joe").text();
    CHECK_FALSE(shown.contains("HUNTER2"));
    CHECK(shown.ends_with("&user=joe"));
    CHECK(redactor().value("body", "…al: 12.50").text() == "…al: 12.50");
    CHECK(redactor().value("body", "total: 12.50").text() == "total: 12.50");
}

TEST_CASE("a field cannot end its line") {
    CHECK(redactor().fields({{"X-A", "1\r\nX-B: 2"}}).text() == "X-A: 1  X-B: 2\r\n");
}

TEST_CASE("what cannot be looked through is not kept") {
    CHECK_FALSE(redactor().body("\xff\xfe", "text/plain"));
    CHECK_FALSE(redactor().body(std::string_view{"a\0b", 3}, "text/plain"));
    CHECK_FALSE(redactor().body("text", "image/png"));
    CHECK_FALSE(redactor().body("text", "application/octet-stream"));
    CHECK_FALSE(redactor().body("+AHs-", "text/plain; charset=UTF-7"));
    CHECK(redactor().body("", "text/plain"));
    CHECK(redactor().body("h\xc3\xa9", "text/html; charset=\"utf-8\""));
    CHECK(redactor().body("<a/>", "image/svg+xml"));
}

TEST_CASE("deep and long documents are redacted within bounds") {
    const std::string deep =
        std::string(500, '[') + R"({"password":"HUNTER2"})" + std::string(500, ']');
    CHECK_FALSE(json_body(deep).contains("HUNTER2"));
    const std::string too_deep =
        std::string(100'000, '[') + R"({"password":"HUNTER2"})" + std::string(100'000, ']');
    CHECK_FALSE(json_body(too_deep).contains("HUNTER2"));
}
