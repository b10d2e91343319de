// SPDX-License-Identifier: Apache-2.0
#include "normalise/shape.hpp"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

using namespace shadowdiff::normalise;

namespace {

struct Pair {
    std::string_view name;
    std::string_view one;
    std::string_view other;
};

constexpr Pair same[] = {
    {"two version 4 UUIDs", "1b4e28ba-2fa1-4d3c-883f-0016d3cca427",
     "9f3b3f66-8c3e-4b8a-b0a0-52f4a8c0d1e2"},
    {"UUIDs in either case", "1B4E28BA-2FA1-4D3C-883F-0016D3CCA427",
     "9f3b3f66-8c3e-4b8a-b0a0-52f4a8c0d1e2"},
    {"two version 7 UUIDs", "01890a5d-ac96-774b-bcce-b302099a8057",
     "01890a5e-ac96-774b-8cce-b302099a8057"},
    {"ULIDs", "01ARZ3NDEKTSV4RRFFQ69G5FAV", "01BX5ZZKBKACTAV9WEVGEMMVRZ"},
    {"quoted UUIDs", "\"1b4e28ba-2fa1-4d3c-883f-0016d3cca427\"",
     "\"9f3b3f66-8c3e-4b8a-b0a0-52f4a8c0d1e2\""},
    {"instants in UTC", "2024-01-01T00:00:00Z", "2025-12-31T23:59:59Z"},
    {"milliseconds", "2024-01-01T00:00:00.123Z", "2024-01-01T00:00:00.9Z"},
    {"microseconds whose trailing zeros were cut", "\"2024-01-01T00:00:00.123456+02:00\"",
     "\"2024-01-01T00:00:00.1234-05:00\""},
    {"local times", "2024-01-01 00:00:00", "2024-02-01 00:00:01"},
    {"dates", "2024-01-01", "2025-06-30"},
    {"HTTP dates", "Sun, 06 Nov 1994 08:49:37 GMT", "Mon, 07 Nov 1994 08:49:37 GMT"},
    {"integers of any length", "7", "123456"},
    {"negative integers", "-7", "12"},
    {"zero and a count", "0", "12"},
    {"random 64-bit integers of other lengths", "5123456789012345678", "1800000000000000000"},
    {"a nineteen-digit and a twenty-digit id", "1234567890123456789", "12345678901234567890"},
    {"decimals", "0.25", "12.5"},
    {"JSON numbers, one of them whole", "3", "2.97"},
    {"decimals with an exponent", "1.5e-7", "0.02"},
    {"epochs in seconds", "1700000000", "1700000123"},
    {"epochs in milliseconds", "\"1700000000000\"", "\"1700000123456\""},
    {"epochs in microseconds", "1700000000000000", "1700000123456789"},
    {"an epoch's look-alike among long ids", "1700000000", "987654321"},
    {"SHA-1 sums", "da39a3ee5e6b4b0d3255bfef95601890afd80709",
     "2fd4e1c67a2d28fced849ee1bb76e7391b93eb12"},
    {"hexadecimal that holds no letter by chance", "\"1234567812345678\"", "\"8f3a9b2c1d4e5f60\""},
    {"short hexadecimal", "8f3a9b2c", "00c4d1e2"},
    {"short hexadecimal, one only of letters", "8f3a9b2c", "deadbeef"},
    {"short hexadecimal, one only of digits", "8f3a9b2c", "12345678"},
    {"base64url of one length", "dBjftJeZ4CVP-mB92K27uh", "xK9_2mPqR7vTn4sLw8yZ3A"},
    {"base64 with and without padding", "q83vEjRWeJCrze8SNFZ4kA==", "q83vEjRWeJCrze8SNFZ4kKvN"},
    {"a token in which no digit happens to be", "dBjftJeZ4CVP-mB92K27uh", "abcdefGhijklmnopqrstuv"},
    {"JWTs of any length", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln",
     "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTYifQ.c2lnbmF0dXJl"},
    {"JWTs that live as long",
     "eyJhbGciOiJIUzI1NiJ9.eyJpYXQiOjE3MDAwMDAwMDAsImV4cCI6MTcwMDAwMzYwMH0.c2ln",
     "eyJhbGciOiJIUzI1NiJ9.eyJpYXQiOjE3MTAwMDAwMDAuNSwiZXhwIjoxNzEwMDAzNjAxfQ.c2ln"},
    {"JWTs whose end is no number",
     "eyJhbGciOiJIUzI1NiJ9.eyJpYXQiOjE3MDAwMDAwMDAsImV4cCI6IngifQ.c2ln",
     "eyJhbGciOiJIUzI1NiJ9.eyJpYXQiOjE3MTAwMDAwMDAsImV4cCI6MTcxMDAwMzYwMX0.c2ln"},
    {"JWTs that tell their end alone", "eyJhbGciOiJIUzI1NiJ9.eyJleHAiOjE3MDAwMDM2MDB9.c2ln",
     "eyJhbGciOiJIUzI1NiJ9.eyJleHAiOjE4MTAwMDM2MDF9.c2ln"},
    {"traceparents", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
     "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00"},
    {"durations", "12.3ms", "9ms"},
    {"durations whose unit follows their size", "998.1µs", "1.02ms"},
    {"compound durations", "1m2.5s", "58.1s"},
    {"ISO durations", "PT0.5S", "PT12M1S"},
    {"strong entity tags of one form", "\"33a64df5\"", "\"44b75ea6\""},
    {"weak entity tags", "W/\"33a64df5\"", "W/\"1\""},
    {"prefix and random rest", "req_8f3a9b2c1d4e5f60", "req_00f067aa0ba902b7"},
    {"prefix and token", "cus_NffrFeUfNV2Hib", "cus_9s6XKzkNRiz8i3"},
    {"prefix and UUID", "user:1b4e28ba-2fa1-4d3c-883f-0016d3cca427",
     "user:9f3b3f66-8c3e-4b8a-b0a0-52f4a8c0d1e2"},
    {"prefix and padded number", "ord-000123", "ord-004567"},
    {"prefix and plain number", "ord-123", "ord-4567"},
    {"base64 with JSON's escaped slash", R"("q83vEjRWeJCrze8SNFZ4k\/A=")",
     R"("q83vEjRWeJCrze8SNFZ4kKvN=")"},
    {"base64 with an escaped plus", R"("q83vEjRWeJCrze8SNFZ4k\u002BA=")",
     R"("q83vEjRWeJCrze8SNFZ4kKvN=")"},
    {"URLs of other hosts and objects", "https://a.example.com/users/17?z=1",
     "https://b.example.com/users/4711?z=2"},
    {"URLs with a minted segment", "https://a.example.com/f/1b4e28ba-2fa1-4d3c-883f-0016d3cca427",
     "https://a.example.com/f/9f3b3f66-8c3e-4b8a-b0a0-52f4a8c0d1e2"},
    {"two words", "ACTIVE", "DELETED"},
    {"two sentences", "\"no such user\"", "\"not found\""},
    {"two literals null", "null", "null"},
    {"booleans", "true", "false"},
    {"objects with members", R"({"a":1})", R"({"b":[]})"},
    {"both empty", "", ""},
    {"both empty strings", "\"\"", "\"\""},
};

constexpr Pair different[] = {
    {"empty and something", "", "abc"},
    {"an empty string and a word", "\"\"", "\"abc\""},
    {"null and a string", "null", "\"abc\""},
    {"null and a number", "null", "12"},
    {"null and the string null", "null", "\"null\""},
    {"a number and a string of it", "12", "\"12\""},
    {"a boolean and a number", "true", "1"},
    {"an object and an array", R"({"a":1})", "[1]"},
    {"an object and a string", R"({"a":1})", "\"a\""},
    {"an empty array and one with elements", "[ ]", "[1]"},
    {"a UUID and a word", "1b4e28ba-2fa1-4d3c-883f-0016d3cca427", "unknown"},
    {"a UUID and zero", "\"1b4e28ba-2fa1-4d3c-883f-0016d3cca427\"", "\"0\""},
    {"a version 4 and a version 1 UUID", "1b4e28ba-2fa1-4d3c-883f-0016d3cca427",
     "1b4e28ba-2fa1-11ee-883f-0016d3cca427"},
    {"a version 4 and the nil UUID", "1b4e28ba-2fa1-4d3c-883f-0016d3cca427",
     "00000000-0000-0000-0000-000000000000"},
    {"a UUID of another variant", "1b4e28ba-2fa1-4d3c-883f-0016d3cca427",
     "1b4e28ba-2fa1-4d3c-c83f-0016d3cca427"},
    {"a UUID and its digits without dashes", "1b4e28ba-2fa1-4d3c-883f-0016d3cca427",
     "1b4e28ba2fa14d3c883f0016d3cca427"},
    {"a UUID and a ULID", "1b4e28ba-2fa1-4d3c-883f-0016d3cca427", "01ARZ3NDEKTSV4RRFFQ69G5FAV"},
    {"a ULID in the other case", "01ARZ3NDEKTSV4RRFFQ69G5FAV", "01bx5zzkbkactav9wevgemmvrz"},
    {"a time with and without its offset", "2024-01-01T00:00:00Z", "2024-01-01T00:00:00"},
    {"UTC and local time", "2024-01-01T00:00:00+00:00", "2024-01-01T02:00:00+02:00"},
    {"Z and a numeric offset", "2024-01-01T00:00:00Z", "2024-01-01T00:00:00+00:00"},
    {"an offset with and without its colon", "2024-01-01T00:00:00+02:00",
     "2024-01-01T00:00:00+0200"},
    {"seconds and milliseconds", "2024-01-01T00:00:00Z", "2024-01-01T00:00:00.123Z"},
    {"milliseconds and microseconds", "2024-01-01T00:00:00.123Z", "2024-01-01T00:00:00.123456Z"},
    {"T and a space", "2024-01-01T00:00:00Z", "2024-01-01 00:00:00Z"},
    {"a date and a time", "2024-01-01", "2024-01-01T00:00:00Z"},
    {"an HTTP date and an ISO time", "Sun, 06 Nov 1994 08:49:37 GMT", "1994-11-06T08:49:37Z"},
    {"an HTTP date and an epoch", "Sun, 06 Nov 1994 08:49:37 GMT", "784111777"},
    {"epoch seconds and milliseconds", "1700000000", "1700000000000"},
    {"epoch milliseconds and microseconds", "1700000000000", "1700000000000000"},
    {"epoch seconds and the same with a fraction", "1700000000", "1700000000.25"},
    {"an epoch and zero", "1700000000", "0"},
    {"a number and text", "12", "many"},
    {"an integer and a decimal as strings", "\"12\"", "\"12.50\""},
    {"a padded and a plain number", "\"000123\"", "\"124\""},
    {"MD5 and SHA-1", "d41d8cd98f00b204e9800998ecf8427e",
     "da39a3ee5e6b4b0d3255bfef95601890afd80709"},
    {"hexadecimal and text", "da39a3ee5e6b4b0d3255bfef95601890afd80709", "not computed"},
    {"hexadecimal and base64 of one length", "d41d8cd98f00b204e9800998ecf8427e",
     "dBjftJeZ4CVP-mB92K27uhbUJU1p1rxK"},
    {"a token and a sentence", "dBjftJeZ4CVP-mB92K27uh", "no token for you"},
    {"a token and a short word", "dBjftJeZ4CVP-mB92K27uh", "none"},
    {"tokens of quite other lengths", "dBjftJeZ4CVP-mB92K27uh",
     "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"},
    {"a JWT and an opaque token", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln",
     "dBjftJeZ4CVP-mB92K27uh"},
    {"a traceparent and its trace id", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
     "4bf92f3577b34da6a3ce929d0e0e4736"},
    {"a duration and a number", "12.3ms", "12.3"},
    {"a weak and a strong entity tag", "W/\"33a64df5\"", "\"33a64df5\""},
    {"other prefixes", "req_8f3a9b2c1d4e5f60", "ord_8f3a9b2c1d4e5f60"},
    {"a lost prefix", "req_8f3a9b2c1d4e5f60", "8f3a9b2c1d4e5f60"},
    {"a prefix whose rest changed its form", "ord-000123",
     "ord-1b4e28ba-2fa1-4d3c-883f-0016d3cca427"},
    {"a prefixed number that lost its padding", "ord-000123", "ord-124"},
    {"a prefixed id and its prefix alone", "req_8f3a9b2c1d4e5f60", "req_"},
    {"URLs of another scheme", "https://a.example.com/users/17", "http://a.example.com/users/18"},
    {"URLs with another word in the path", "https://a.example.com/users/17",
     "https://a.example.com/orders/18"},
    {"URLs with more segments", "https://a.example.com/users/17",
     "https://a.example.com/users/17/x"},
    {"URLs with other queries", "https://a.example.com/u?id=17", "https://a.example.com/u?ref=18"},
    {"JWTs of another algorithm", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln",
     "eyJhbGciOiJub25lIn0.eyJzdWIiOiIyIn0.c2ln"},
    {"JWTs with other claims", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln",
     "eyJhbGciOiJIUzI1NiJ9.eyJpc3MiOiIxIn0.c2ln"},
    {"JWTs of another lifetime",
     "eyJhbGciOiJIUzI1NiJ9.eyJpYXQiOjE3MDAwMDAwMDAsImV4cCI6MTcwMDAwMzYwMH0.c2ln",
     "eyJhbGciOiJIUzI1NiJ9.eyJpYXQiOjE3MTAwMDAwMDAsImV4cCI6MTcxMDA4NjQwMH0.c2ln"},
    {"a JWT that has ended when it is made",
     "eyJhbGciOiJIUzI1NiJ9.eyJpYXQiOjE3MDAwMDAwMDAsImV4cCI6MTcwMDAwMzYwMH0.c2ln",
     "eyJhbGciOiJIUzI1NiJ9.eyJpYXQiOjE3MTAwMDAwMDAsImV4cCI6MTcxMDAwMDAwMH0.c2ln"},
    {"a JWT that ends no more",
     "eyJhbGciOiJIUzI1NiJ9.eyJpYXQiOjE3MDAwMDAwMDAsImV4cCI6MTcwMDAwMzYwMH0.c2ln",
     "eyJhbGciOiJIUzI1NiJ9.eyJpYXQiOjE3MTAwMDAwMDB9.c2ln"},
    {"an absolute URL and a path", "https://example.com/x", "/x"},
};

}  // namespace

TEST_CASE("values that one generator could have made have one shape") {
    for (const auto& row : same) {
        CAPTURE(row.name);
        CHECK(same_shape(row.one, row.other));
        CHECK(same_shape(row.other, row.one));
        CHECK(same_shape(row.one, row.one));
        CHECK(same_shape(row.other, row.other));
    }
}

TEST_CASE("values of unlike forms have different shapes, whichever comes first") {
    for (const auto& row : different) {
        CAPTURE(row.name);
        CHECK_FALSE(same_shape(row.one, row.other));
        CHECK_FALSE(same_shape(row.other, row.one));
    }
}

TEST_CASE("of an entity tag in its field only weak or strong matters") {
    CHECK(same_field_shape("etag", "\"33a64df5\"", "\"686897696a7c876b7e21d3f\""));
    CHECK(same_field_shape("etag", "W/\"5-abc\"", "W/\"686897696a7c876b7e21d3f\""));
    CHECK_FALSE(same_field_shape("etag", "W/\"33a64df5\"", "\"33a64df5\""));
    CHECK_FALSE(same_field_shape("etag", "\"33a64df5\"", "686897696a7c876b7e21d3f"));
    CHECK_FALSE(same_field_shape("etag", "\"33a64df5\"", ""));
}

TEST_CASE("lists of timings are compared by presence, other fields by shape") {
    CHECK(same_field_shape("server-timing", "db;dur=53", "12"));
    CHECK_FALSE(same_field_shape("server-timing", "db;dur=53", ""));
    CHECK(same_field_shape("age", "0", "512"));
    CHECK_FALSE(same_field_shape("date", "Sun, 06 Nov 1994 08:49:37 GMT", "1700000000"));
    CHECK_FALSE(same_field_shape("x-request-id", "1b4e28ba-2fa1-4d3c-883f-0016d3cca427", "-"));
}

TEST_CASE("minted values are told from words, numbers and times") {
    for (const std::string_view minted :
         {"1b4e28ba-2fa1-4d3c-883f-0016d3cca427", "01ARZ3NDEKTSV4RRFFQ69G5FAV",
          "da39a3ee5e6b4b0d3255bfef95601890afd80709", "dBjftJeZ4CVP-mB92K27uh",
          "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln", "cus_NffrFeUfNV2Hib",
          "\"req_8f3a9b2c1d4e5f60\""}) {
        CAPTURE(minted);
        CHECK(looks_minted(minted));
    }
    for (const std::string_view ordinary :
         {"", "null", "dark", "de-DE", "en_US", "12", "ord-000123", "2024-01-01T00:00:00Z",
          "getUserAccountDetails", "application/json", "version-2", "12.50", "true",
          "/account/settings", "utf-8", "Europe/Berlin", "Mozilla/5.0", "release-2024-10"}) {
        CAPTURE(ordinary);
        CHECK_FALSE(looks_minted(ordinary));
    }
}

TEST_CASE("shapes of long hostile texts are found in linear time") {
    std::string prefixes;
    for (int i = 0; i < 200'000; ++i) prefixes += "abc_";
    CHECK(same_shape(prefixes, prefixes + "x1Y2z3"));
    const std::string units(1'000'000, '1');
    CHECK(same_shape(units, units + "2"));
    CHECK_FALSE(same_shape(units + "m", units));
}
