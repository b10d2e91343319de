// SPDX-License-Identifier: Apache-2.0
#include "mirror/request/request_host.hpp"

#include "tests/unit/mirror/proxying.hpp"

#include <doctest/doctest.h>

#include <string_view>

namespace shadowdiff::mirror {
namespace {

using enum http::Version;

struct HostRow {
    std::string_view name, target;
    http::Version version;
    http::Fields fields, settled;
    std::string_view host;
};

TEST_CASE("a host in the target goes before the Host field") {
    const HostRow rows[] = {
        {"origin-form", "/x", http_1_1, {{"Host", "a"}}, {{"Host", "a"}}, "a"},
        {"a URL inside a query", "/?u=http://b/", http_1_1, {{"Host", "a"}}, {{"Host", "a"}}, "a"},
        {"absolute-form",
         "http://b:81/x",
         http_1_1,
         {{"X", "1"}, {"host", "a"}},
         {{"X", "1"}, {"host", "b:81"}},
         "b:81"},
        {"IPv6",
         "HTTP://[::1]:81?q",
         http_1_1,
         {{"Host", "a"}},
         {{"Host", "[::1]:81"}},
         "[::1]:81"},
        {"a user is no part of it", "http://a@b/", http_1_1, {{"Host", "a"}}, {{"Host", "b"}}, "b"},
        {"a target without a host", "http:///x", http_1_1, {{"Host", "a"}}, {{"Host", "a"}}, "a"},
        {"HTTP/1.1 needs its own", "http://b/x", http_1_1, {{"X", "1"}}, {{"X", "1"}}, "b"},
        {"HTTP/1.0 does not",
         "http://b/x",
         http_1_0,
         {{"X", "1"}},
         {{"Host", "b"}, {"X", "1"}},
         "b"},
        {"neither", "/x", http_1_0, {}, {}, ""},
    };
    for (const auto& row : rows) {
        CAPTURE(row.name);
        http::Request request;
        request.target = row.target;
        request.version = row.version;
        request.headers = row.fields;
        CHECK(asked_host(request) == row.host);
        settle_host(request);
        CHECK(request.headers == row.settled);
        CHECK(request.target == row.target);
    }
}

TEST_CASE("a request with a host in its target is for that host, in the books too") {
    struct Row {
        Bytes request, to_legacy;
        std::string_view host;
    };
    const Row rows[] = {
        {"GET http://b.test/x HTTP/1.1\r\nHost: a.test\r\n\r\n",
         "GET /x HTTP/1.1\r\nHost: b.test\r\n\r\n", "b.test"},
        {"GET http://b.test?q HTTP/1.1\r\nHost: b.test\r\n\r\n",
         "GET /?q HTTP/1.1\r\nHost: b.test\r\n\r\n", "b.test"},
        {"OPTIONS http://b.test:81 HTTP/1.1\r\nHost: a\r\n\r\n",
         "OPTIONS * HTTP/1.1\r\nHost: b.test:81\r\n\r\n", "b.test:81"},
        {"OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", "a"},
    };
    for (const auto& row : rows) {
        CAPTURE(row.request);
        asio::io_context io;
        ScriptedPeer legacy{io, {{ReadHead{}, Write{ok}}}};
        Proxying proxying{io, legacy.port()};
        CHECK(proxying.serve({Write{row.request}, ReadBytes{ok.size()}, Close{}}) == ok);
        CHECK(legacy.received()[0] == row.to_legacy);
        CHECK(proxying.all<http::RequestSeen>().at(0).host == row.host);
    }
}

}  // namespace
}  // namespace shadowdiff::mirror
