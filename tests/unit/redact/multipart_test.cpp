// SPDX-License-Identifier: Apache-2.0
#include "redact/multipart.hpp"

#include "tests/unit/redact/one_redactor.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

using namespace shadowdiff;
using test::digest;
using test::redacted_body;

namespace {

constexpr std::string_view form_type = "multipart/form-data; boundary=b";

std::string part(std::string_view head, std::string_view content) {
    return fmt::format("--b\r\n{}\r\n\r\n{}\r\n", head, content);
}

std::string field(std::string_view name, std::string_view content) {
    return part(fmt::format("Content-Disposition: form-data; name=\"{}\"", name), content);
}

std::string file(std::string_view type, std::string_view content) {
    return part(fmt::format("Content-Disposition: form-data; name=\"f\"; filename=\"a.x\"\r\n"
                            "Content-Type: {}",
                            type),
                content);
}

std::string form(std::string_view parts) { return std::string{parts} + "--b--\r\n"; }

std::string kept(std::string_view body, std::string_view type = form_type) {
    return redacted_body(body, type);
}

}  // namespace

TEST_CASE("a form without a secret stays as it is, octet by octet") {
    const std::string bodies[] = {
        form(field("user", "ann") + field("note", "") + field("csv", "a,b\r\n1,2\r\n")),
        form(file("text/plain; charset=utf-8", "tea\nmilk")),
        form(file("application/json", R"( {"a": [1, 2]} )")),
        form(part("content-disposition:form-data;name=user", "ann")),
        form("--b\r\n\r\nno head\r\n"),
        field("user", "ann") + "--b--",
    };
    for (const auto& body : bodies) {
        CAPTURE(body);
        CHECK(kept(body) == body);
    }
}

TEST_CASE("a field of a secret name goes as a whole, and the others as their own type says") {
    struct Row {
        std::string before, after;
    };
    const Row rows[] = {
        {field("password", "hunter 2\r\nx"), field("password", digest("hunter 2\r\nx"))},
        {field("user[api_key]", "k"), field("user[api_key]", digest("k"))},
        {field("pass%77ord", "k"), field("pass%77ord", digest("k"))},
        {part("Content-Disposition: form-data; name=token", "k"),
         part("Content-Disposition: form-data; name=token", digest("k"))},
        {field("password", ""), field("password", "")},
        {field("note", "token=k9; b"), field("note", "token=" + digest("k9") + "; b")},
        {field("data", R"({"token": "k", "n": 1})"),
         field("data", R"({"token": ")" + digest("k") + R"(", "n": 1})")},
        {file("application/json", R"({"pin": "12ab"})"),
         file("application/json", R"({"pin": ")" + digest("12ab") + R"("})")},
        {file("application/x-www-form-urlencoded", "a=1&token=k"),
         file("application/x-www-form-urlencoded", "a=1&token=" + digest("k"))},
        {file("text/xml", "<a><token>k</token></a>"),
         file("text/xml", "<a><token>" + digest("k") + "</token></a>")},
        {part("Content-Disposition: form-data; name=\"a\"\r\nX-Api-Key: k", "x"),
         part("Content-Disposition: form-data; name=\"a\"\r\nX-Api-Key: " + digest("k"), "x")},
    };
    for (const auto& row : rows) {
        CAPTURE(row.before);
        const auto beside = field("user", "ann");
        CHECK(kept(form(beside + row.before + beside)) == form(beside + row.after + beside));
    }
}

TEST_CASE("a file that is no text goes as a whole, where it belongs to a form") {
    const std::string picture{"\x89PNG\0\1token=k\r\n-", 17};
    CHECK(kept(form(field("user", "ann") + file("image/png", picture))) ==
          form(field("user", "ann") + file("image/png", digest(picture))));
    CHECK(kept(form(field("raw", "\xff\xfe\x01"))) == form(field("raw", digest("\xff\xfe\x01"))));
    CHECK(kept(form(part("Content-Type: image/png", picture)),
               "multipart/byteranges; boundary=b") == "(not kept)");
    const auto page = form(part("Content-Type: text/plain", "tea"));
    CHECK(kept(page, "multipart/mixed; boundary=b") == page);
}

TEST_CASE("a body whose parts two readers could see differently is not kept") {
    const auto password = field("password", "HUNTER2");
    struct Row {
        std::string_view name;
        std::string body;
        std::string_view type;
    };
    const Row rows[] = {
        {"no boundary", form(password), "multipart/form-data"},
        {"an empty one", form(password), "multipart/form-data; boundary=\"\""},
        {"two", form(password), "multipart/form-data; boundary=x; boundary=b"},
        {"another one", form(password), "multipart/form-data; boundary=x"},
        {"a longer one", form(password), "multipart/form-data; boundary=bb"},
        {"a shorter one, within the delimiter", "--bc\r\n\r\nx\r\n--bc--\r\n", form_type},
        {"not closed", password, form_type},
        {"cut in the delimiter", password + "--b", form_type},
        {"something before the first part", "token=k\r\n" + form(password), form_type},
        {"something behind the last", form(password) + "token=k", form_type},
        {"white space behind a delimiter", "--b \r\n\r\nx\r\n--b--", form_type},
        {"a delimiter that begins no line", form(field("a", "x--b\r\n\r\ntoken")), form_type},
        {"a delimiter behind a bare line end", form(field("a", "x\n--b\n\ny")), form_type},
        {"bare line ends", "--b\nContent-Disposition: form-data; name=\"password\"\n\nx\n--b--\n",
         form_type},
        {"a bare line end in a head",
         form(part("Content-Disposition: form-data; name=\"a\"\nX: y", "x")), form_type},
        {"a head without an end", "--b\r\nA: b\r\n--b--\r\n", form_type},
        {"a folded head", form(part("Content-Disposition: form-data;\r\n name=\"password\"", "x")),
         form_type},
        {"a line that is no field", form(part("password", "x")), form_type},
        {"two names", form(part("Content-Disposition: form-data; name=a; name=password", "x")),
         form_type},
        {"a name in another spelling",
         form(part("Content-Disposition: form-data; name*=utf-8''password", "x")), form_type},
        {"two dispositions",
         form(part("Content-Disposition: form-data; name=a\r\n"
                   "content-disposition: form-data; name=password",
                   "x")),
         form_type},
        {"a coded part",
         form(part("Content-Disposition: form-data; name=a\r\n"
                   "Content-Transfer-Encoding: base64",
                   "cGFzc3dvcmQ9SFVOVEVSMg==")),
         form_type},
        {"a compressed part",
         form(part("Content-Disposition: form-data; name=a\r\nContent-Encoding: gzip", "x")),
         form_type},
        {"a multipart in it",
         form(part("Content-Disposition: form-data; name=a\r\n"
                   "Content-Type: multipart/mixed; boundary=c",
                   "--c\r\n\r\nx\r\n--c--")),
         form_type},
        {"nothing", "", form_type},
    };
    for (const auto& row : rows) {
        CAPTURE(row.name);
        CHECK(kept(row.body, row.type) == "(not kept)");
    }
}

TEST_CASE("parts are bounded") {
    std::string parts;
    for (int i = 0; i < 2'000; ++i) parts += field("a", "x");
    CHECK(kept(form(parts)) == "(not kept)");
}

TEST_CASE("what was a secret in a part is one elsewhere in the exchange") {
    http::Exchange exchange;
    exchange.request.headers = {{"Content-Type", std::string{form_type}}};
    exchange.request.body = http::make_body(form(field("password", "correct-horse-7")));
    const auto aware = test::redactor().aware_of(exchange);
    CHECK(aware.text("so correct-horse-7 it is").text() ==
          "so " + digest("correct-horse-7") + " it is");
}
