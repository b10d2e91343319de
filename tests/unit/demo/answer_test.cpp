// SPDX-License-Identifier: Apache-2.0
#include "fixtures/demo/answer.hpp"

#include "tests/unit/demo/findings.hpp"

#include <doctest/doctest.h>

#include <regex>
#include <set>

namespace shadowdiff::demo {

namespace {

constexpr Timestamp answered_at{std::chrono::milliseconds{1'709'285'412'045}};

struct Counter {
    explicit Counter(Role role = Role::legacy, std::uint64_t seed = 1)
        : shop{make_shop({.role = role, .seed = seed, .plants = {}})}, noise{seed} {}
    Answer ask(std::string method, std::string target, std::string body = "", bool gzip = false) {
        return answer(shop, {std::move(method), std::move(target), gzip, std::move(body)}, noise,
                      answered_at);
    }
    Answer get(std::string target) { return ask("GET", std::move(target)); }
    Shop shop;
    Random noise;
};

}  // namespace

TEST_CASE("each route has its status and media type") {
    struct Row {
        const char* method;
        const char* target;
        const char* body;
        unsigned status;
        const char* media_type;
    };
    const std::string json = "application/json; charset=utf-8";
    for (const auto& row : {
             Row{"GET", "/search?q=tea", "", 200, json.c_str()},
             Row{"GET", "/search?page=0", "", 400, json.c_str()},
             Row{"GET", "/search?page=-1", "", 400, json.c_str()},
             Row{"GET", "/search?page=4294967297", "", 400, json.c_str()},
             Row{"GET", "/search?sort=colour", "", 400, json.c_str()},
             Row{"GET", "/products/1001", "", 200, json.c_str()},
             Row{"GET", "/products/1", "", 404, json.c_str()},
             Row{"GET", "/products/tea", "", 404, json.c_str()},
             Row{"GET", "/products/1001/reviews", "", 200, json.c_str()},
             Row{"GET", "/products/1/reviews", "", 404, json.c_str()},
             Row{"GET", "/products/1001/pictures", "", 404, json.c_str()},
             Row{"GET", "/orders/70001", "", 200, json.c_str()},
             Row{"GET", "/orders/1", "", 404, json.c_str()},
             Row{"GET", "/suggest?q=se", "", 200, json.c_str()},
             Row{"GET", "/suggest?q=50%25", "", 200, json.c_str()},
             Row{"GET", "/categories", "", 200, json.c_str()},
             Row{"GET", "/session", "", 200, json.c_str()},
             Row{"GET", "/health", "", 200, "text/plain; charset=utf-8"},
             Row{"GET", "/export.csv", "", 200, "text/csv; charset=utf-8"},
             Row{"GET", "/images/leaf.png", "", 200, "image/png"},
             Row{"GET", "/images/tree.png", "", 404, json.c_str()},
             Row{"GET", "/images/leaf", "", 404, json.c_str()},
             Row{"GET", "/", "", 404, json.c_str()},
             Row{"GET", "/%zz", "", 400, json.c_str()},
             Row{"HEAD", "/products/1001", "", 200, json.c_str()},
             Row{"POST", "/orders", R"({"product_id":1001,"quantity":2})", 201, json.c_str()},
             Row{"POST", "/orders", R"({"product_id":1001,"quantity":0})", 400, json.c_str()},
             Row{"POST", "/orders", R"({"product_id":1,"quantity":1})", 400, json.c_str()},
             Row{"POST", "/orders", R"({"product_id":"1001","quantity":-1})", 400, json.c_str()},
             Row{"POST", "/orders", R"({"product_id":1001e300,"quantity":1})", 400, json.c_str()},
             Row{"POST", "/orders", R"([])", 400, json.c_str()},
             Row{"POST", "/orders", R"({"product_id")", 400, json.c_str()},
             Row{"POST", "/search/saved", R"({"q":"tea"})", 201, json.c_str()},
             Row{"POST", "/search/saved", R"({"q":7})", 400, json.c_str()},
             Row{"POST", "/search", "", 404, json.c_str()},
             Row{"DELETE", "/orders/70001", "", 405, json.c_str()},
         }) {
        CAPTURE(row.method);
        CAPTURE(row.target);
        CAPTURE(row.body);
        const auto reply = Counter{}.ask(row.method, row.target, row.body);
        CHECK(reply.status == row.status);
        CHECK(field_of(reply, "Content-Type") == row.media_type);
        if (row.status >= 400) CHECK(json_body(reply)["error"].is_string());
    }
}

TEST_CASE("every answer carries the fields that each message has anew, in their shape") {
    const std::regex request_id{"[0-9a-f]{16}"};
    const std::regex timing{"db;dur=\\d\\d\\.\\d"};
    for (const auto role : {Role::legacy, Role::secondary, Role::candidate}) {
        const auto reply = Counter{role}.get("/health");
        CHECK(field_of(reply, "Date") == "Fri, 01 Mar 2024 09:30:12 GMT");
        CHECK(std::regex_match(field_of(reply, "X-Request-Id"), request_id));
        CHECK(std::regex_match(field_of(reply, "Server-Timing"), timing));
    }
}

TEST_CASE("a search pages through what it found") {
    Counter counter;
    std::set<int> ids;
    const auto total = json_body(counter.get("/search?q=oolong"))["total"].get<std::size_t>();
    for (int page = 1; page <= 9; ++page) {
        const auto target = "/search?q=oolong&page=" + std::to_string(page);
        for (const auto& item : json_body(counter.get(target))["items"]) {
            CHECK(ids.insert(item["id"].get<int>()).second);
        }
    }
    CHECK(ids.size() == total);
    CHECK(total >= products_per_category);

    const auto all = json_body(counter.get("/search"));
    CHECK(all["total"] == product_count);
    CHECK(all["total_pages"] == product_count / 10);
    const auto none = json_body(counter.get("/search?q=marmalade"));
    CHECK(none["total_pages"] == 0);
    CHECK(none["items"] == nlohmann::json::array());
}

TEST_CASE("a search is sorted as asked, and by popularity when not asked") {
    Counter counter;
    double previous = 0;
    for (const auto& item : json_body(counter.get("/search?sort=price"))["items"]) {
        CHECK(item["price"].get<double>() >= previous);
        previous = item["price"].get<double>();
    }
    const auto plain = json_body(counter.get("/search?q=green"))["items"];
    CHECK(plain == json_body(counter.get("/search?q=green&sort=popularity"))["items"]);
    CHECK(plain != json_body(counter.get("/search?q=green&sort=name"))["items"]);
}

TEST_CASE("a search has all facets whatever it finds, each time in another order") {
    Counter counter;
    std::set<std::string> orders;
    for (int i = 0; i < 20; ++i) {
        const auto facets = json_body(counter.get("/search?q=marmalade"))["facets"];
        CHECK(facets.size() == category_count);
        orders.insert(facets.dump());
    }
    CHECK(orders.size() > 15);
}

TEST_CASE("what a search mints keeps its shape") {
    Counter counter;
    const std::regex uuid{"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"};
    for (int i = 0; i < 50; ++i) {
        const auto body = json_body(counter.get("/search?q=tea"));
        CHECK(std::regex_match(body["query_id"].get<std::string>(), uuid));
        CHECK(body["generated_at"] == "2024-03-01T09:30:12.045Z");
        CHECK(body["took_ms"].is_number_integer());
    }
}

TEST_CASE("a query that is not UTF-8 is answered all the same") {
    for (const auto role : {Role::legacy, Role::candidate}) {
        CHECK(json_body(Counter{role}.get("/search?q=%FF"))["total"] == 0);
    }
}

TEST_CASE("the session cookie has all its attributes") {
    const auto reply = Counter{}.get("/session");
    const std::regex cookie{
        "session=[0-9a-f]{32}; Path=/; Max-Age=1800; Secure; HttpOnly; SameSite=Lax"};
    CHECK(std::regex_match(field_of(reply, "Set-Cookie"), cookie));
    CHECK(json_body(reply)["expires_at"] == "2024-03-01T10:00:12.045Z");
}

TEST_CASE("some answers are compressed when the client accepts it, and decode to the same") {
    Counter counter;
    const auto plain = counter.ask("GET", "/categories");
    const auto packed = counter.ask("GET", "/categories", "", true);
    CHECK(field_of(plain, "Content-Encoding") == "");
    CHECK(field_of(packed, "Content-Encoding") == "gzip");
    CHECK(field_of(plain, "Vary") == "Accept-Encoding");
    CHECK(packed.body.size() < plain.body.size());
    CHECK(plain_body(packed) == plain.body);
    CHECK(field_of(counter.ask("GET", "/health", "", true), "Content-Encoding") == "");
}

TEST_CASE("the rewrite frames, orders and packs otherwise") {
    Counter legacy{Role::legacy};
    Counter candidate{Role::candidate};
    CHECK(legacy.get("/suggest?q=tea").is_chunked);
    CHECK_FALSE(candidate.get("/suggest?q=tea").is_chunked);
    CHECK_FALSE(legacy.get("/products/1001").is_chunked);
    CHECK(candidate.get("/products/1001").is_chunked);
    CHECK(legacy.get("/products/1001").body != candidate.get("/products/1001").body);
    CHECK(legacy.get("/health").fields.front().name !=
          candidate.get("/health").fields.front().name);
    CHECK(field_of(legacy.get("/health"), "Server") !=
          field_of(candidate.get("/health"), "Server"));
    CHECK(legacy.ask("GET", "/export.csv", "", true).body !=
          candidate.ask("GET", "/export.csv", "", true).body);
}

TEST_CASE("what a POST creates changes no read") {
    Counter counter;
    const auto before = counter.get("/orders/70001").body;
    const auto created = counter.ask("POST", "/orders", R"({"product_id":1001,"quantity":2})");
    CHECK(counter.get("/orders/70001").body == before);
    CHECK(counter.get(field_of(created, "Location")).status == 404);
}

TEST_CASE("an image is a picture with whole checksums") {
    const auto body = Counter{}.get("/images/teapot.png").body;
    CHECK(body.starts_with("\x89PNG\r\n\x1A\n"));
    CHECK(body.ends_with(std::string{"\0\0\0\0IEND\xAE\x42\x60\x82", 12}));
    CHECK(body != Counter{}.get("/images/leaf.png").body);
}

TEST_CASE("the two legacy instances mint different values") {
    const ServiceOptions legacy{.role = Role::legacy, .seed = 1, .plants = {}};
    const ServiceOptions secondary{.role = Role::secondary, .seed = 1, .plants = {}};
    CHECK(make_noise(legacy).uuid() != make_noise(secondary).uuid());
}

}  // namespace shadowdiff::demo
