// SPDX-License-Identifier: Apache-2.0
#include "normalise/fields.hpp"

#include <doctest/doctest.h>

#include <string_view>

using namespace shadowdiff::normalise;

TEST_CASE("fields are classed by their name") {
    struct Row {
        std::string_view name;
        FieldClass expected;
    };
    for (const Row row : {Row{"date", FieldClass::per_message},
                          Row{"etag", FieldClass::per_message},
                          Row{"x-request-id", FieldClass::per_message},
                          Row{"x-b3-traceid", FieldClass::per_message},
                          Row{"x-datadog-parent-id", FieldClass::per_message},
                          Row{"x-ratelimit-remaining", FieldClass::per_message},
                          Row{"x-ratelimit-limit", FieldClass::by_value},
                          Row{"x-request-identity", FieldClass::by_value},
                          Row{"x-b3", FieldClass::by_value},
                          Row{"last-modified", FieldClass::by_value},
                          Row{"location", FieldClass::by_value},
                          Row{"cache-control", FieldClass::by_value},
                          Row{"strict-transport-security", FieldClass::by_value},
                          Row{"server", FieldClass::server},
                          Row{"via", FieldClass::server},
                          Row{"set-cookie", FieldClass::apart},
                          Row{"content-type", FieldClass::apart},
                          Row{"content-encoding", FieldClass::apart},
                          Row{"content-length", FieldClass::transport},
                          Row{"transfer-encoding", FieldClass::transport},
                          Row{"proxy-authenticate", FieldClass::transport}}) {
        CAPTURE(row.name);
        CHECK(class_of(row.name) == row.expected);
        CHECK(is_per_message_field(row.name) == (row.expected == FieldClass::per_message));
    }
}

TEST_CASE("lists whose order says nothing have one spelling") {
    CHECK(canonical_value("vary", "Origin,Accept-Encoding") == "accept-encoding, origin");
    CHECK(canonical_value("allow", "POST ,GET,, HEAD") == "GET, HEAD, POST");
    CHECK(canonical_value("access-control-allow-methods", "patch") == "patch");
    CHECK(canonical_value("access-control-allow-headers", "X-A") == "x-a");
    CHECK(canonical_value("cache-control", "private=\"a, b\",NO-STORE") ==
          "no-store, private=\"a, b\"");
}

TEST_CASE("links have no order, but the case in which they are written") {
    CHECK(canonical_value("link", "</B>; rel=next,</a>; rel=prev") ==
          "</B>; rel=next, </a>; rel=prev");
    CHECK(canonical_value("link", "</b>; rel=next,</a>; rel=prev") ==
          "</a>; rel=prev, </b>; rel=next");
}

TEST_CASE("a comma in a link's target or title parts no links") {
    CHECK(canonical_value("link", "</b?f=x,y>; title=\"p, \\\"q\", </a>") ==
          "</a>, </b?f=x,y>; title=\"p, \\\"q\"");
    CHECK(canonical_value("link", "</?p=2&f=a,b>; rel=next, </?p=9&f=a,b>; rel=last") !=
          canonical_value("link", "</?p=9&f=a,b>; rel=next, </?p=2&f=a,b>; rel=last"));
}

TEST_CASE("ordered lists keep their order, other values every byte") {
    CHECK(canonical_value("accept", "b,a") == "b, a");
    CHECK(canonical_value("location", "/a,b,  c") == "/a,b,  c");
    CHECK(canonical_value("last-modified", "Sun, 06 Nov 1994 08:49:37 GMT") ==
          "Sun, 06 Nov 1994 08:49:37 GMT");
}
