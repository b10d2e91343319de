// SPDX-License-Identifier: Apache-2.0
#include "redact/names.hpp"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

using shadowdiff::redact::Names;

TEST_CASE("names of credentials are known in every spelling") {
    const Names names{{}, {}};
    for (const std::string_view name :
         {"password",    "PASSWORD",          "passwd",       "newPassword", "user[password]",
          "secret",      "client_secret",     "clientSecret", "token",       "access_token",
          "accessToken", "refresh-token",     "id_token",     "api_key",     "apikey",
          "X-Api-Key",   "stripe_secret_key", "session",      "sessionid",   "session_id",
          "JSESSIONID",  "PHPSESSID",         "auth",         "signature",   "X-Amz-Signature",
          "card_number", "cardNumber",        "cvv",          "cvc",         "ssn",
          "pin",         "csrf_token",        "_token",       "otp",         "private_key",
          "credentials", "x.api.key",         "passcode",     "user_pass",   "X-Auth-Key"}) {
        CAPTURE(name);
        CHECK(names.is_secret_field(name));
    }
    for (const std::string_view name :
         {"Authorization", "Proxy-Authorization", "Cookie", "Set-Cookie", "X-Api-Key",
          "X-Auth-Token", "X-CSRF-Token", "X-Amz-Security-Token", "x-goog-api-key", "X-Auth",
          "X-Session", "X-User-Pass", "Ocp-Apim-Subscription-Key", "X-Functions-Key",
          "X-Goog-IAP-JWT-Assertion", "X-Hub-Signature-256", "Authentication"}) {
        CAPTURE(name);
        CHECK(names.is_secret_header(name));
    }
}

TEST_CASE("ordinary names are not") {
    const Names names{{}, {}};
    for (const std::string_view name :
         {"",          "id",        "name",          "price",        "user",
          "author",    "authors",   "authenticated", "key",          "keys",
          "passenger", "secretary", "tokens",        "total_tokens", "next_page_token",
          "pageToken", "nextToken", "description",   "pinned",       "shipping",
          "company",   "sessions",  "signed",        "cardinality",  "created_at",
          "accept",    "compass",   "bypass",        "assertion",    "xauthor"}) {
        CAPTURE(name);
        CHECK_FALSE(names.is_secret_field(name));
    }
    for (const std::string_view name :
         {"Access-Control-Allow-Credentials", "WWW-Authenticate", "Accept", "Authority", "ETag",
          "X-Request-Id", "Location", "Host"}) {
        CAPTURE(name);
        CHECK_FALSE(names.is_secret_header(name));
    }
}

TEST_CASE("names of one's own stand beside the built-in ones") {
    const Names names{{"X-Internal-User"}, {"tax_id"}};
    CHECK(names.is_secret_header("x-internal-user"));
    CHECK(names.is_secret_header("authorization"));
    CHECK_FALSE(names.is_secret_field("x-internal-user"));
    CHECK(names.is_secret_field("taxId"));
    CHECK(names.is_secret_field("password"));
    CHECK_FALSE(names.is_secret_header("tax-id"));
}

TEST_CASE("a name of a megabyte is an ordinary name") {
    const Names names{{}, {}};
    CHECK_FALSE(names.is_secret_field(std::string(1'000'000, 'a')));
}
