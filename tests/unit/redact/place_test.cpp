// SPDX-License-Identifier: Apache-2.0
#include "redact/place.hpp"

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

using namespace shadowdiff::redact;

TEST_CASE("a path is split into its names") {
    using Parts = std::vector<std::string>;
    CHECK(names_of("$.items[3].price") == Parts{"$", "items", "price"});
    CHECK(names_of("$.items[*]['na.me']") == Parts{"$", "items", "na.me"});
    CHECK(names_of("$['it\\'s']['a\\\\b'].c") == Parts{"$", "it's", "a\\b", "c"});
    CHECK(names_of("headers.content-type") == Parts{"headers", "content-type"});
    CHECK(names_of("cookies['connect.sid'].secure") == Parts{"cookies", "connect.sid", "secure"});
    CHECK(names_of("") == Parts{});
    CHECK(names_of("$['cut") == Parts{"$", "cut"});
    CHECK(names_of("$[") == Parts{"$"});
}

TEST_CASE("a place is secret by any of its names") {
    const Names names{{}, {}};
    for (const std::string_view path :
         {"$.password", "$.user.credentials.user", "$['api-key']", "$['api.key']",
          "$.tokens[0].access_token", "headers.authorization", "headers.x-api-key",
          "headers['x-auth-token']", "headers.trailer:x-auth-token", "cookies.theme", "cookies.sid",
          "cookies['connect.sid']", "cookies['a.secure']", "cookies"}) {
        CAPTURE(path);
        CHECK(is_secret_place(path, "", names));
    }
    for (const std::string_view path :
         {"", "$", "status", "body", "$.user.name", "$.items[3].price", "headers.content-type",
          "headers.location", "cookies.sid.secure", "cookies['connect.sid'].max-age",
          "cookies.token.path"}) {
        CAPTURE(path);
        CHECK_FALSE(is_secret_place(path, "", names));
    }
}

TEST_CASE("a value where an attribute has none is a cookie's") {
    const Names names{{}, {}};
    CHECK(is_secret_place("cookies.a.secure", "abc", names));
    CHECK_FALSE(is_secret_place("cookies.a.path", "/x", names));
}
