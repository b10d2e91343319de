// SPDX-License-Identifier: Apache-2.0
#include "routes/route.hpp"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

using shadowdiff::routes::infer;

namespace {

struct Row {
    std::string_view target;
    std::string_view expected;
};

}  // namespace

TEST_CASE("segments that were minted become {id}") {
    for (const Row row : {
             Row{"/products/17", "/products/{id}"},
             Row{"/login;jsessionid=1A2B3C4D", "/login"},
             Row{"/reset/token=abc123", "/reset/{id}"},
             Row{"/products/-1", "/products/{id}"},
             Row{"/a/1/b/2", "/a/{id}/b/{id}"},
             Row{"/1", "/{id}"},
             Row{"/users/1b4e28ba-2fa1-4d3c-883f-0016d3cca427/orders", "/users/{id}/orders"},
             Row{"/users/1B4E28BA-2FA1-4D3C-883F-0016D3CCA427", "/users/{id}"},
             Row{"/users/01ARZ3NDEKTSV4RRFFQ69G5FAV", "/users/{id}"},
             Row{"/blobs/da39a3ee5e6b4b0d3255bfef95601890afd80709", "/blobs/{id}"},
             Row{"/blobs/507f1f77bcf86cd799439011", "/blobs/{id}"},
             Row{"/days/2024-02-29", "/days/{id}"},
             Row{"/days/2024-02", "/days/{id}"},
             Row{"/days/20240229", "/days/{id}"},
             Row{"/at/2024-02-29T10:00:00Z", "/at/{id}"},
             Row{"/share/dBjftJeZ4CVP-mB92K27uhbUJU1p1rxK", "/share/{id}"},
             Row{"/orders/ord-000123", "/orders/{id}"},
             Row{"/customers/cus_9s6XKzkNRiz8i3", "/customers/{id}"},
             Row{"/users/user:1b4e28ba-2fa1-4d3c-883f-0016d3cca427", "/users/{id}"},
             Row{"/search/caf%C3%A9%20au%20lait%20and%20more", "/search/{id}"},
         }) {
        CAPTURE(row.target);
        CHECK(infer("GET", row.target) == "GET " + std::string{row.expected});
    }
}

TEST_CASE("words, versions and the path's own shape stay") {
    for (const std::string_view path : {"/",
                                        "/health",
                                        "/api/v1/users",
                                        "/v2",
                                        "/api/2.0/users",
                                        "/users/me",
                                        "/users/",
                                        "//double",
                                        "/a//b",
                                        "/oauth2/token",
                                        "/page-2",
                                        "/charset/utf-8",
                                        "/iso-8859-1",
                                        "/deadbeef",
                                        "/de-DE/index.html",
                                        "/getUserAccountDetailsByName",
                                        "/very-long-name-of-a-resource-with-dashes",
                                        "/caf%C3%A9",
                                        "/.well-known/openid",
                                        "/users:batchGet",
                                        "/md5",
                                        "/covid-19",
                                        "/assets/app.3f2a.js"}) {
        CAPTURE(path);
        CHECK(infer("GET", path) == "GET " + std::string{path});
    }
}

TEST_CASE("query and fragment are left out") {
    CHECK(infer("GET", "/products?id=1&x=/2") == "GET /products");
    CHECK(infer("GET", "/products/17#top") == "GET /products/{id}");
    CHECK(infer("GET", "/?a") == "GET /");
}

TEST_CASE("each form of target has its own route") {
    CHECK(infer("GET", "http://example.com/products/17?a=b") == "GET /products/{id}");
    CHECK(infer("GET", "http://example.com") == "GET /");
    CHECK(infer("OPTIONS", "*") == "OPTIONS *");
    CHECK(infer("CONNECT", "example.com:443") == "CONNECT example.com:443");
    CHECK(infer("GET", "") == "GET /");
    CHECK(infer("GET", "no-slash/17") == "GET no-slash/17");
}

TEST_CASE("a route is one printable line") {
    CHECK(infer("GET", "/a\x1b[31m/\xff/b\r\nSet") == "GET /a\\x1b[31m/\\xff/b\\x0d\\x0aSet");
    CHECK(infer("G\nT", "/") == "G\\x0aT /");
}

TEST_CASE("hostile targets give bounded routes") {
    std::string deep;
    for (int i = 0; i < 100'000; ++i) deep += "/a";
    CHECK(infer("GET", deep).size() < 100);
    CHECK(infer("GET", deep).ends_with("/…"));
    CHECK(infer("GET", "/" + std::string(1'000'000, 'a')) == "GET /{id}");
    CHECK(infer("GET", std::string(1'000'000, '/')).size() < 100);
    CHECK(infer(std::string(1'000'000, 'X'), "/").size() < 100);
    CHECK(infer("CONNECT", std::string(1'000'000, 'x')).size() < 600);
    std::string wide;
    for (int i = 0; i < 40; ++i) wide += "/" + std::string(60, 'a');
    CHECK(infer("GET", wide).size() < 700);
}
