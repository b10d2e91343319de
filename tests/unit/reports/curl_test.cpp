// SPDX-License-Identifier: Apache-2.0
#include "reports/render.hpp"
#include "tests/unit/reports/demo_run.hpp"
#include "tests/unit/reports/redacted_text.hpp"
#include "tests/unit/reports/shell.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

using namespace shadowdiff;
using namespace shadowdiff::reports;

namespace {

constexpr std::string_view base = "http://10.0.0.2:8081";

store::ExchangeRow request(std::string method, std::string target, std::string headers = "",
                           std::string body = "") {
    store::ExchangeRow row;
    row.method = std::move(method);
    row.target = redacted(std::move(target));
    row.request_headers = redacted(std::move(headers));
    row.request_body = redacted(std::move(body));
    row.request_body_kept = true;
    return row;
}

bool has(const CurlCall& call, std::string_view argument) {
    return std::ranges::count(call.arguments, argument) > 0;
}

}  // namespace

TEST_CASE("the command of a kept request reads as a person would write it") {
    CHECK(render_curl(demo_run().examples.front(), base) ==
          "# Redacted: first set AUTHORIZATION\n"
          "curl --silent --show-error --include --globoff --path-as-is \\\n"
          "  --url 'http://10.0.0.2:8081/products/4711?currency=EUR' \\\n"
          "  --header 'Host: shop.example.com' \\\n"
          "  --header 'Accept: application/json' \\\n"
          "  --header 'Authorization: Bearer '\"$AUTHORIZATION\" \\\n"
          "  --header 'User-Agent:'\n");
}

TEST_CASE("curl is given the request, without what belongs to the connection") {
    const auto call = run_curl(
        render_curl(request("PUT", "/a?b=[1-3]&c={x}",
                            "Host: shop.example.com\r\nConnection: close\r\nContent-Length: 7\r\n"
                            "transfer-encoding: chunked\r\nX-Empty:\r\nX-Twice: 1\r\nX-Twice: 2\r\n"
                            "Content-Type: text/plain\r\nUser-Agent: a\r\nAccept: */*\r\n",
                            "it's me"),
                    base));
    CHECK(call.values_of("--request") == std::vector<std::string>{"PUT"});
    CHECK(call.values_of("--url") ==
          std::vector<std::string>{"http://10.0.0.2:8081/a?b=[1-3]&c={x}"});
    CHECK(call.values_of("--header") ==
          std::vector<std::string>{"Host: shop.example.com", "X-Empty;", "X-Twice: 1", "X-Twice: 2",
                                   "Content-Type: text/plain", "User-Agent: a", "Accept: */*"});
    CHECK(call.values_of("--data-binary") == std::vector<std::string>{"it's me"});
    CHECK(has(call, "--globoff"));
    CHECK(has(call, "--path-as-is"));
}

TEST_CASE("each form of target becomes a URL under the base") {
    struct {
        const char* target;
        const char* base_url;
        const char* expected;
    } const rows[] = {
        {"/a", "http://10.0.0.2:8081", "http://10.0.0.2:8081/a"},
        {"/a", "http://10.0.0.2:8081/", "http://10.0.0.2:8081/a"},
        {"/a", "http://10.0.0.2/v2", "http://10.0.0.2/v2/a"},
        {"http://shop.example.com/a?b", "http://10.0.0.2", "http://10.0.0.2/a?b"},
        {"http://shop.example.com", "http://10.0.0.2", "http://10.0.0.2/"},
        {"/r?to=http://shop.example.com/", "http://10.0.0.2",
         "http://10.0.0.2/r?to=http://shop.example.com/"},
        {"", "http://10.0.0.2", "http://10.0.0.2/"},
        {"*", "http://10.0.0.2", "http://10.0.0.2/"},
    };
    for (const auto& row : rows) {
        CAPTURE(row.target);
        const auto call = run_curl(render_curl(request("GET", row.target), row.base_url));
        CHECK(call.values_of("--url") == std::vector<std::string>{row.expected});
    }
    const auto call = run_curl(render_curl(request("OPTIONS", "*"), base));
    CHECK(call.values_of("--request-target") == std::vector<std::string>{"*"});
}

TEST_CASE("fields that curl would add by itself are taken back") {
    const auto bare = run_curl(render_curl(request("GET", "/"), base));
    CHECK(bare.values_of("--header") == std::vector<std::string>{"Accept:", "User-Agent:"});
    const auto post = run_curl(render_curl(request("POST", "/", "", "x"), base));
    CHECK(post.values_of("--header") ==
          std::vector<std::string>{"Accept:", "User-Agent:", "Content-Type:"});
}

TEST_CASE("HEAD is asked as HEAD, so that curl waits for no body") {
    const auto call = run_curl(render_curl(request("HEAD", "/"), base));
    CHECK(has(call, "--head"));
    CHECK_FALSE(has(call, "--request"));
}

TEST_CASE("redacted values are variables that the user sets") {
    const auto row = request("POST", "/t?key=redacted:00000000000000aa",
                             "Authorization: Bearer redacted:00000000000000bb\r\n"
                             "Cookie: sid=redacted:00000000000000cc; lang=de\r\n",
                             "{\"password\":\"redacted:00000000000000dd\"}");
    const std::string command = render_curl(row, base);
    CHECK(command.starts_with("# Redacted: first set KEY, AUTHORIZATION, SID, PASSWORD\n"));
    CHECK(command.find("redacted:") == std::string::npos);
    const auto call =
        run_curl(command, "KEY='k e'; AUTHORIZATION='$(id)'; SID='*'; PASSWORD='p\"'");
    CHECK(call.values_of("--url").front() == "http://10.0.0.2:8081/t?key=k e");
    CHECK(call.values_of("--header")[0] == "Authorization: Bearer $(id)");
    CHECK(call.values_of("--header")[1] == "Cookie: sid=*; lang=de");
    CHECK(call.values_of("--data-binary").front() == "{\"password\":\"p\"\"}");
}

TEST_CASE("a body of any bytes arrives whole") {
    std::string all;
    for (int value = 0; value < 256; ++value) all += static_cast<char>(value);
    for (const std::string& body :
         {all, std::string{"@/etc/hostname"}, std::string{"line\n\n"}, std::string{"\0x", 2},
          std::string{"-n"}, std::string{"'; touch pwned; '"}, std::string{"%s%n\\c"}}) {
        CAPTURE(body);
        const auto call = run_curl(render_curl(request("POST", "/", "", body), base));
        const auto values = call.values_of("--data-binary");
        REQUIRE(values.size() == 1);
        CHECK((values.front() == "@-" ? call.standard_input : values.front()) == body);
        CHECK_FALSE(values.front().starts_with("@/"));
    }
}

TEST_CASE("no value of a request can make the shell do anything else") {
    const std::string hostile[] = {"'; touch pwned; '", "$(touch pwned)",     "`touch pwned`",
                                   "\"; touch pwned #", "a\\' ; touch pwned", "| touch pwned",
                                   "> pwned",           "\x1b]0;x\x07",       "&& touch pwned"};
    for (const std::string& value : hostile) {
        CAPTURE(value);
        const auto call = run_curl(render_curl(
            request("POST", "/" + value, "X-Value: " + value + "\r\n" + value + ": x\r\n", value),
            base));
        CHECK(call.values_of("--url").front() == "http://10.0.0.2:8081/" + value);
        CHECK(std::ranges::count(call.values_of("--header"), "X-Value: " + value) == 1);
    }
}

TEST_CASE("what no command can carry is left out and said") {
    const std::string command = render_curl(
        request("GET", "/", std::string{"X-A: a\0b\r\n@/etc/passwd: x\r\nX-B: a\nb\r\n", 37}),
        base);
    CHECK(command.find("# Left out: 3 header line(s)") != std::string::npos);
    CHECK(run_curl(command).values_of("--header") ==
          std::vector<std::string>{"Accept:", "User-Agent:"});
    for (const std::string& method :
         {std::string{"GET x"}, std::string{"$(id)\n"}, std::string{}}) {
        CHECK(render_curl(request(method, "/"), base).starts_with("# curl cannot send"));
    }
    CHECK(render_curl(request("GET", "/a\nb"), base).starts_with("# curl cannot send"));
    CHECK(std::ranges::count(render_curl(request("GET", "/a\nrm"), base), '\n') == 1);
}

TEST_CASE("a body that was not kept is missed in words") {
    auto row = request("POST", "/", "Content-Length: 12\r\n");
    row.request_body_kept = false;
    CHECK(render_curl(row, base).find("# The request's body was not kept") != std::string::npos);
    row.request_headers = redacted("Content-Length: 0\r\n");
    CHECK(render_curl(row, base).find("not kept") == std::string::npos);
}

TEST_CASE("a request of which only the outline was kept is not passed off as whole") {
    auto row = request("GET", "/");
    CHECK(render_curl(row, base).find("outline") == std::string::npos);
    row.request_body_kept = false;
    CHECK(render_curl(row, base).starts_with("# Only the outline of this request was kept"));
}

TEST_CASE("what the redactor replaces becomes a variable") {
    const redact::Redactor redactor{{.digest_key = "a key of 32 bytes for these tests"}};
    store::ExchangeRow row = request("POST", "");
    row.target = redactor.target("/orders?access_token=s3cr3t-0123456789&page=2");
    row.request_headers = redactor.fields({{"Host", "shop.example.com"},
                                           {"Authorization", "Bearer s3cr3t-0123456789"},
                                           {"Cookie", "session=abcdef0123456789; lang=de"}});
    row.request_body =
        redactor.body(R"({"password":"correct horse","n":1})", "application/json").value();
    const std::string command = render_curl(row, base);
    CAPTURE(command);
    CHECK(command.find("redacted:") == std::string::npos);
    CHECK(command.find("s3cr3t") == std::string::npos);
    CHECK(command.find("page=2") != std::string::npos);
    const auto call = run_curl(command);
    CHECK(call.values_of("--data-binary").front() == R"({"password":"","n":1})");
}
