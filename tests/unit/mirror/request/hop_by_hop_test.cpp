// SPDX-License-Identifier: Apache-2.0
#include "mirror/request/hop_by_hop.hpp"

#include <doctest/doctest.h>

namespace shadowdiff::mirror {
namespace {

using enum http::Version;

TEST_CASE("fields of one connection are told from those of the message") {
    const http::Fields fields = {{"Connection", "close, X-Hop"},
                                 {"connection", "Content-Length, Host"}};
    const HopByHop hop_by_hop{fields};
    for (const auto name : {"Connection", "keep-alive", "Proxy-Connection", "TE", "Trailer",
                            "transfer-encoding", "Upgrade", "x-hop"}) {
        CAPTURE(name);
        CHECK(hop_by_hop.covers(name));
    }
    for (const auto name : {"Content-Length", "Host", "X-Other", "Accept", "", "Trailers"}) {
        CAPTURE(name);
        CHECK_FALSE(hop_by_hop.covers(name));
    }
}

TEST_CASE("a connection persists by version and by what Connection says") {
    struct Row {
        std::string_view name;
        http::Version version;
        http::Fields fields;
        bool expected;
    };
    const Row rows[] = {
        {"1.1", http_1_1, {}, true},
        {"1.1 close", http_1_1, {{"Connection", "close"}}, false},
        {"1.1 close among others", http_1_1, {{"connection", "TE, Close"}}, false},
        {"1.1 close in a second field",
         http_1_1,
         {{"Connection", "TE"}, {"Connection", "close"}},
         false},
        {"1.0", http_1_0, {}, false},
        {"1.0 keep-alive", http_1_0, {{"Connection", "Keep-Alive"}}, true},
        {"1.0 both", http_1_0, {{"Connection", "keep-alive, close"}}, false},
        {"closed is not close", http_1_1, {{"Connection", "closed"}}, true},
    };
    for (const auto& row : rows) {
        CAPTURE(row.name);
        CHECK(is_persistent(row.version, row.fields) == row.expected);
    }
}

}  // namespace
}  // namespace shadowdiff::mirror
