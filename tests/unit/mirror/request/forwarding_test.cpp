// SPDX-License-Identifier: Apache-2.0
#include "mirror/request/forwarding.hpp"

#include "base/result.hpp"

#include <doctest/doctest.h>

namespace shadowdiff::mirror {
namespace {

Endpoint v4_client() {
    Endpoint client{.address = {}, .port = 4'711};
    client.address.octets = {192, 0, 2, 60};
    return client;
}

Endpoint v6_client() {
    Endpoint client{.address = {}, .port = 4'711};
    client.address.is_v6 = true;
    client.address.octets = {0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};
    return client;
}

struct ForwardingRow {
    std::string_view name;
    ForwardingOptions options;
    Endpoint client;
    bool is_tls;
    http::Version version;
    http::Fields fields, expected;
};

TEST_CASE("a request tells of the proxy and its client what is wanted") {
    using enum http::Version;
    const ForwardingRow rows[] = {
        {"nothing", {}, v4_client(), false, http_1_1, {{"Host", "a"}}, {{"Host", "a"}}},
        {"Via", {.via = "edge"}, v4_client(), false, http_1_1, {}, {{"Via", "1.1 edge"}}},
        {"Via of an old request, behind others",
         {.via = "edge"},
         v4_client(),
         false,
         http_1_0,
         {{"via", "1.0 a"}, {"VIA", "1.1 b"}},
         {{"via", "1.0 a"}, {"VIA", "1.1 b, 1.0 edge"}}},
        {"Forwarded",
         {.via = "", .forwarded = true},
         v4_client(),
         false,
         http_1_1,
         {{"Host", "a.test"}},
         {{"Host", "a.test"}, {"Forwarded", "for=192.0.2.60;proto=http;host=a.test"}}},
        {"Forwarded of IPv6 under TLS, behind another",
         {.via = "", .forwarded = true},
         v6_client(),
         true,
         http_1_1,
         {{"Host", "a:80"}, {"Forwarded", "for=_x"}},
         {{"Host", "a:80"},
          {"Forwarded", "for=_x, for=\"[2001:db8::1]\";proto=https;host=\"a:80\""}}},
        {"a host cannot break out",
         {.via = "", .forwarded = true},
         v4_client(),
         false,
         http_1_1,
         {{"Host", "a\";by=b"}},
         {{"Host", "a\";by=b"}, {"Forwarded", "for=192.0.2.60;proto=http;host=\"a\\\";by=b\""}}},
        {"a client without an address",
         {.via = "", .forwarded = true, .x_forwarded_for = true},
         {},
         false,
         http_1_1,
         {},
         {{"Forwarded", "for=unknown;proto=http"}}},
        {"X-Forwarded-For",
         {.via = "", .x_forwarded_for = true},
         v6_client(),
         false,
         http_1_1,
         {{"X-Forwarded-For", "192.0.2.1"}},
         {{"X-Forwarded-For", "192.0.2.1, 2001:db8::1"}}},
        {"a client cannot have taken out again what is added",
         {.via = "edge", .forwarded = true, .x_forwarded_for = true},
         v4_client(),
         false,
         http_1_1,
         {{"Host", "a"},
          {"X-Forwarded-For", "10.0.0.1"},
          {"connection", "x-forwarded-for, close"},
          {"Connection", "Via,FORWARDED"}},
         {{"Host", "a"},
          {"Forwarded", "for=192.0.2.60;proto=http;host=a"},
          {"X-Forwarded-For", "192.0.2.60"},
          {"Connection", "close"},
          {"Via", "1.1 edge"}}},
        {"what is not added stays the client's to end",
         {.via = "edge"},
         v4_client(),
         false,
         http_1_1,
         {{"X-Forwarded-For", "10.0.0.1"}, {"Connection", "X-Forwarded-For"}},
         {{"X-Forwarded-For", "10.0.0.1"}, {"Connection", "X-Forwarded-For"}, {"Via", "1.1 edge"}}},
    };
    for (const auto& row : rows) {
        CAPTURE(row.name);
        http::Request request;
        request.version = row.version;
        request.headers = row.fields;
        add_forwarding(row.options, row.client, row.is_tls, request);
        CHECK(request.headers == row.expected);
    }
}

TEST_CASE("a name of Via that is none is refused at the start") {
    CHECK_NOTHROW(check({.via = "edge-1"}));
    CHECK_THROWS_WITH_AS(check({.via = "a b"}), doctest::Contains("--via: \"a b\""), StartupError);
}

}  // namespace
}  // namespace shadowdiff::mirror
