// SPDX-License-Identifier: Apache-2.0
#include "mirror/request/rewrite_rules.hpp"

#include "mirror/request/rewrite.hpp"
#include "mirror/request/trace_context.hpp"

#include <doctest/doctest.h>

namespace shadowdiff::mirror {
namespace {

using Texts = std::vector<std::string_view>;

RewriteRules rules_of(const Texts& texts) {
    RewriteRules rules;
    for (const auto text : texts) REQUIRE(add_rewrite(rules, text));
    return rules;
}

TEST_CASE("what is declared for a leg is sent otherwise, and nothing else") {
    struct Row {
        std::string_view name;
        Texts rules;
        std::string_view expected;
    };
    const Row rows[] = {
        {"nothing",
         {},
         "GET /a?x=1&y=%20&x=2&z HTTP/1.1\r\nHost: a\r\nX-A: 1\r\nx-a: 2\r\nB: 3\r\n\r\n"},
        {"the host, in its place",
         {"host=b.test:81"},
         "GET /a?x=1&y=%20&x=2&z HTTP/1.1\r\nHost: b.test:81\r\nX-A: 1\r\nx-a: 2\r\nB: 3\r\n\r\n"},
        {"all fields of a name",
         {"remove-header=x-A"},
         "GET /a?x=1&y=%20&x=2&z HTTP/1.1\r\nHost: a\r\nB: 3\r\n\r\n"},
        {"a field set in place of all of its name",
         {"set-header=X-A:  v: w "},
         "GET /a?x=1&y=%20&x=2&z HTTP/1.1\r\nHost: a\r\nB: 3\r\nX-A: v: w\r\n\r\n"},
        {"parameters set and removed, the others as they stand",
         {"set-query=x=%31", "remove-query=z", "set-query=n="},
         "GET /a?y=%20&x=%31&n= HTTP/1.1\r\nHost: a\r\nX-A: 1\r\nx-a: 2\r\nB: 3\r\n\r\n"},
        {"no query is left",
         {"remove-query=x", "remove-query=y", "remove-query=z"},
         "GET /a HTTP/1.1\r\nHost: a\r\nX-A: 1\r\nx-a: 2\r\nB: 3\r\n\r\n"},
    };
    http::Request request;
    request.method = "GET";
    request.target = "/a?x=1&y=%20&x=2&z";
    request.headers = {{"Host", "a"}, {"X-A", "1"}, {"x-a", "2"}, {"B", "3"}};
    const Target target{.host = "c"};
    for (const auto& row : rows) {
        CAPTURE(row.name);
        CHECK(to_wire(request, {target, rules_of(row.rules), "", ""}) == row.expected);
    }
}

TEST_CASE("a parameter is added where there was no query") {
    CHECK(rewritten_query(rules_of({"set-query=k=v"}), "/a") == "/a?k=v");
    CHECK(rewritten_query(rules_of({"set-query=k=v"}), "/a?") == "/a?k=v");
    CHECK(rewritten_query(rules_of({"remove-query=k"}), "/a?kk=1&k&k=2") == "/a?kk=1");
}

TEST_CASE("a rule that would break the request is refused and named") {
    for (const auto* wrong : {"",
                              "host=",
                              "host=a b",
                              "Host=a",
                              "set-header=X",
                              "set-header=: 1",
                              "set-header=X A: 1",
                              "set-header=Connection: close",
                              "set-header=Content-Length: 5",
                              "set-header=Host: a",
                              "set-header=transfer-encoding: chunked",
                              "set-header=Shadowdiff-Run: x",
                              "set-header=X: a\r\nY: b",
                              "remove-header=Content-Length",
                              "remove-header=Host",
                              "remove-header=",
                              "set-query=k",
                              "set-query==v",
                              "set-query=k=a b",
                              "set-query=k=a&b=c",
                              "remove-query=",
                              "remove-query=a#b"}) {
        CAPTURE(wrong);
        RewriteRules rules;
        const auto added = add_rewrite(rules, wrong);
        REQUIRE_FALSE(added);
        CHECK(rules == RewriteRules{});
        CHECK_FALSE(added.error().message.contains('\n'));
    }
}

constexpr std::string_view trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

TEST_CASE("a trace is continued under our own span, and what is no trace goes on as it came") {
    CHECK(span_id_of(trace) == "b7ad6b7169203331");
    CHECK(with_span_id(trace, span_id(0xabc)) ==
          "00-0af7651916cd43dd8448eb211c80319c-0000000000000abc-01");
    CHECK(span_id(0) == "0000000000000001");
    CHECK(span_id_of("01" + std::string{trace.substr(2)} + "-more"));
    for (const auto& wrong : std::vector<std::string>{
             std::string{}, std::string{trace} + "-more", "ff" + std::string{trace.substr(2)},
             "00-00000000000000000000000000000000-b7ad6b7169203331-01",
             "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
             "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
             "00_0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
             std::string{trace.substr(0, 54)}}) {
        CAPTURE(wrong);
        CHECK_FALSE(span_id_of(wrong));
        http::Request request;
        request.method = "GET";
        request.target = "/";
        request.headers = {{"Traceparent", wrong}};
        CHECK(to_wire(request, {{.host = "a"}, {}, "", "0000000000000abc"}) ==
              "GET / HTTP/1.1\r\nTraceparent: " + wrong + "\r\n\r\n");
    }
}

}  // namespace
}  // namespace shadowdiff::mirror
