// SPDX-License-Identifier: Apache-2.0
#include "diff/fields/security_fields.hpp"
#include "diff/meaning/file_metadata.hpp"
#include "normalise/location.hpp"

#include <doctest/doctest.h>

using namespace shadowdiff;
using diff::Protection;

TEST_CASE("a security field says the same, less, or something else") {
    struct Row {
        std::string_view name;
        std::string_view legacy;
        std::string_view candidate;
        Protection expected;
    };
    const Row rows[] = {
        {"content-security-policy", "a x; b 'nonce-1'", "b 'nonce-2'; a  X", Protection::same},
        {"content-security-policy", "default-src 'self'", "default-src 'self' *",
         Protection::weaker},
        {"content-security-policy", "default-src 'self'; object-src 'none'", "default-src 'self'",
         Protection::weaker},
        {"content-security-policy", "default-src 'self' a", "default-src 'self'",
         Protection::other},
        {"content-security-policy", "default-src 'self'", "default-src 'self'; img-src a",
         Protection::other},
        {"content-security-policy", "a x; a y", "a y; a x", Protection::weaker},
        {"content-security-policy", "a x; a y", "a x; a z", Protection::same},
        {"content-security-policy", "a x, b y", "b y, a x", Protection::same},
        {"content-security-policy", "a x; b y", "a x, b y", Protection::other},
        {"content-security-policy", "a x, b y", "a x", Protection::weaker},
        {"content-security-policy", "a 'nonce-1'", "a 'nonce-'", Protection::weaker},
        {"content-security-policy", "a 'SHA256-Ab='", "a 'sha256-Ab='", Protection::same},
        {"content-security-policy", "a 'sha256-Ab='", "a 'sha256-aB='", Protection::weaker},
        {"content-security-policy", "a HTTPS://X/Y", "a https://x/Y", Protection::same},
        {"content-security-policy", "a https://x/Y", "a https://x/y", Protection::weaker},
        {"permissions-policy", "a=(), b=(self)", "b=self, a=()", Protection::same},
        {"permissions-policy", "a=(), b=(self)", "b=(self)", Protection::weaker},
        {"permissions-policy", "a=(self)", "a=*", Protection::weaker},
        {"permissions-policy", "a=*", "a=(self)", Protection::other},
        {"strict-transport-security", "max-age=60; preload", "preload; max-age=\"60\"",
         Protection::same},
        {"strict-transport-security", "max-age=60", "max-age=59", Protection::weaker},
        {"strict-transport-security", "max-age=60; includeSubDomains", "max-age=60",
         Protection::weaker},
        {"strict-transport-security", "max-age=60", "max-age=61; preload", Protection::other},
        {"x-frame-options", "DENY", "deny", Protection::same},
        {"x-frame-options", "DENY", "SAMEORIGIN", Protection::weaker},
        {"x-frame-options", "SAMEORIGIN", "ALLOWALL", Protection::weaker},
        {"x-frame-options", "SAMEORIGIN", "DENY", Protection::other},
        {"x-frame-options", "ALLOW-FROM https://a", "ALLOW-FROM https://b", Protection::other},
        {"x-frame-options", "DENY, DENY", "DENY", Protection::same},
        {"cross-origin-opener-policy", "same-origin; report-to=\"x\"",
         "unsafe-none; report-to=\"x\"", Protection::weaker},
        {"cross-origin-opener-policy", "same-origin", "same-origin; report-to=\"x\"",
         Protection::other},
        {"referrer-policy", "no-referrer, origin", "no-referrer, unsafe-url", Protection::weaker},
        {"referrer-policy", "origin, unknown", "no-referrer, origin", Protection::same},
        {"x-content-type-options", "nosniff", "none", Protection::weaker},
        {"referrer-policy", "no-referrer", "unsafe-url", Protection::weaker},
        {"access-control-allow-origin", "https://a", "*", Protection::weaker},
        {"access-control-allow-origin", "https://a", "https://b", Protection::other},
        {"access-control-allow-methods", "GET, POST", "POST,GET", Protection::same},
        {"access-control-allow-methods", "PATCH", "patch", Protection::weaker},
        {"access-control-allow-headers", "X-A", "x-a", Protection::same},
        {"access-control-allow-methods", "get", "get, delete", Protection::weaker},
        {"access-control-allow-methods", "get, delete", "get", Protection::other},
        {"www-authenticate", "Bearer realm=a", "Basic realm=a", Protection::weaker},
        {"www-authenticate", "Bearer realm=a", "Bearer realm=b", Protection::other},
        {"www-authenticate", "Digest nonce=1", "Digest nonce=2", Protection::same},
        {"www-authenticate", "Digest realm=\"a\", nonce=1", "Digest nonce=2, realm=a",
         Protection::same},
        {"www-authenticate", "Digest realm=a, nonce=1", "Digest realm=b, nonce=2",
         Protection::other},
        {"www-authenticate", "Basic realm=\"a, b\", Bearer", "Bearer, Basic realm=\"a, b\"",
         Protection::same},
        {"www-authenticate", "Bearer", "Bearer, Basic realm=a", Protection::weaker},
        {"www-authenticate", "Bearer, Basic realm=a", "Bearer", Protection::other},
        {"www-authenticate", "Negotiate YIIa==", "Negotiate YIIa==", Protection::same},
    };
    for (const auto& row : rows) {
        CAPTURE(row.legacy);
        CAPTURE(row.candidate);
        CHECK(diff::is_security_field(row.name));
        CHECK(diff::compare_protection(row.name, row.legacy, row.candidate) == row.expected);
    }
    CHECK_FALSE(diff::is_security_field("etag"));
}

TEST_CASE("a Location is resolved against the request, and its own host taken off") {
    struct Row {
        std::string_view reference;
        std::string_view expected;
    };
    const Row rows[] = {
        {"/x", "/x"},
        {"b?c", "/shop/b?c"},
        {"?c", "/shop/a?c"},
        {"http://shop.example/x", "/x"},
        {"HTTPS://Shop.Example:443/x", "/x"},
        {"//shop.example/x", "/x"},
        {"http://shop.example", "/"},
        {"http://other.example/x", "http://other.example/x"},
        {"mailto:a@b", "mailto:a@b"},
        {"", ""},
    };
    for (const auto& row : rows) {
        CAPTURE(row.reference);
        CHECK(normalise::resolved_location(row.reference, "shop.example:80", "/shop/a?b=/") ==
              row.expected);
    }
    CHECK(normalise::resolved_location("http://a/x", "", "*") == "http://a/x");
}

TEST_CASE("a file that differs in when it was made differs in metadata only") {
    const Bytes png{"\x89PNG\r\n\x1a\n", 8};
    const auto chunk = [](std::string_view type, std::string_view data) {
        return Bytes{"\0\0\0", 3} + static_cast<char>(data.size()) + Bytes{type} + Bytes{data} +
               "crc4";
    };
    const auto image = [&](std::string_view time, std::string_view pixels) {
        return png + chunk("IHDR", "x") + chunk("tIME", time) + chunk("IDAT", pixels);
    };
    CHECK(diff::differ_in_metadata_only(image("1", "a"), image("22", "a")));
    CHECK_FALSE(diff::differ_in_metadata_only(image("1", "a"), image("1", "b")));
    const auto jpeg = [](std::string_view exif, std::string_view scan) {
        return Bytes{"\xff\xd8\xff\xe1\x00", 5} + static_cast<char>(exif.size() + 2) + Bytes{exif} +
               "\xff\xda" + Bytes{scan};
    };
    CHECK(diff::differ_in_metadata_only(jpeg("a", "x"), jpeg("bb", "x")));
    CHECK_FALSE(diff::differ_in_metadata_only(jpeg("a", "x"), jpeg("a", "y")));
    CHECK(diff::differ_in_metadata_only("%PDF-1 /ModDate (a) x", "%PDF-1 /ModDate (b) x"));
    CHECK_FALSE(diff::differ_in_metadata_only("%PDF-1 /ModDate (a) x", "%PDF-1 /ModDate (a) y"));
    const auto zip = [](std::string_view time, std::string_view data) {
        return Bytes{"PK\x03\x04......"} + Bytes{time} + Bytes{data};
    };
    CHECK(diff::differ_in_metadata_only(zip("aaaa", "x"), zip("bbbb", "x")));
    CHECK_FALSE(diff::differ_in_metadata_only(zip("aaaa", "x"), zip("aaaa", "y")));
    for (const auto* cut : {"PK\x03\x04", "%PDF-/ID", "\xff\xd8\xff", "\x89PNG\r\n\x1a\n\1"}) {
        CHECK(diff::differ_in_metadata_only(cut, cut));
    }
}
