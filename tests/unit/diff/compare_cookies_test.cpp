// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/diff/shown.hpp"

#include <string>
#include <vector>

using namespace shadowdiff;
using test::document;
using test::Lines;
using test::lines;

namespace {

normalise::Document with_cookies(const std::vector<std::string>& cookies) {
    http::Fields fields{{"Date", "Mon, 02 Jan 2023 10:00:00 GMT"}};
    for (const auto& cookie : cookies) fields.push_back({"Set-Cookie", cookie});
    return document(fields);
}

struct CookieRow {
    const char* name;
    std::vector<std::string> legacy;
    std::vector<std::string> candidate;
    Lines expected;
};

const std::string minted = "sid=3f2504e0-4f89-41d3-9a0c-0305e82c3301";
const std::string minted_anew = "sid=9b1deb4d-3b7d-4bad-9bdd-2b0d7b3dcb6d";

const std::vector<CookieRow> cookie_rows{
    {"equal", {"theme=dark; Path=/"}, {"theme=dark; Path=/"}, {}},
    {"in another order", {"a=1", "b=2"}, {"b=2", "a=1"}, {}},
    {"a lost cookie", {"a=1", "b=2"}, {"b=2"}, {"cookies.a missing high"}},
    {"a new cookie", {}, {"a=1"}, {"cookies.a added low"}},
    {"another word", {"theme=dark"}, {"theme=light"}, {"cookies.theme changed medium"}},
    {"another number", {"cart=2"}, {"cart=3"}, {"cookies.cart changed medium"}},
    {"a session minted anew", {minted}, {minted_anew}, {}},
    {"a session emptied", {minted}, {"sid="}, {"cookies.sid changed medium"}},
    {"a session of another shape", {minted}, {"sid=user-1"}, {"cookies.sid changed medium"}},
    {"not Secure any more",
     {minted + "; Secure; HttpOnly"},
     {minted + "; HttpOnly"},
     {"cookies.sid.secure missing high"}},
    {"not HttpOnly any more",
     {minted + "; HttpOnly"},
     {minted},
     {"cookies.sid.httponly missing high"}},
    {"no SameSite any more",
     {minted + "; SameSite=Lax"},
     {minted},
     {"cookies.sid.samesite missing high"}},
    {"another SameSite",
     {minted + "; SameSite=Strict"},
     {minted + "; SameSite=None"},
     {"cookies.sid.samesite changed high"}},
    {"attributes in another order and case",
     {minted + "; secure; samesite=lax; Domain=.Example.com"},
     {minted + "; SameSite=Lax; Secure; domain=example.com"},
     {}},
    {"another path", {"a=1; Path=/"}, {"a=1; Path=/app"}, {"cookies.a.path changed medium"}},
    {"no path any more", {"a=1; Path=/"}, {"a=1"}, {"cookies.a.path missing medium"}},
    {"a protection more", {"a=1"}, {"a=1; Secure"}, {"cookies.a.secure added medium"}},
    {"another lifetime",
     {"a=1; Max-Age=3600"},
     {"a=1; Max-Age=60"},
     {"cookies.a.max-age changed medium"}},
    {"another moment of expiry",
     {"a=1; Expires=Mon, 02 Jan 2023 11:00:00 GMT"},
     {"a=1; Expires=Mon, 02 Jan 2023 23:00:00 GMT"},
     {"cookies.a.expires changed medium"}},
    {"value, attribute and a cookie at once",
     {"a=x; Secure", "b=1"},
     {"a=y", "c=1"},
     {"cookies.a changed medium", "cookies.a.secure missing high", "cookies.b missing high",
      "cookies.c added low"}},
    {"two of one name, one lost",
     {"a=1; Path=/x", "a=1; Path=/y"},
     {"a=1; Path=/x"},
     {"cookies.a missing high"}},
    {"two of one name in another order",
     {"a=1; Path=/x", "a=2; Path=/y"},
     {"a=2; Path=/y", "a=1; Path=/x"},
     {}},
    {"two of one name, the first lost",
     {"a=1; Path=/x", "a=2; Path=/y"},
     {"a=2; Path=/y"},
     {"cookies.a missing high"}},
    {"set again to another value",
     {"a=1"},
     {"a=1", "a=2"},
     {"cookies.a changed medium", "cookies.a added low"}},
    {"set to another value before", {"a=1"}, {"a=2", "a=1"}, {"cookies.a added low"}},
    {"not set twice any more", {"a=2", "a=1"}, {"a=1"}, {"cookies.a missing low"}},
    {"a name with dots", {"a.b=1"}, {"a.b=2"}, {"cookies.a.b changed medium"}},
};

}  // namespace

TEST_CASE("cookies are compared by name, with their attributes") {
    for (const auto& row : cookie_rows) {
        CAPTURE(row.name);
        const auto legacy = with_cookies(row.legacy);
        const auto candidate = with_cookies(row.candidate);
        CHECK(lines(diff::diff(legacy, candidate)) == row.expected);
        CHECK(diff::diff(candidate, legacy).list.empty() == row.expected.empty());
    }
}
