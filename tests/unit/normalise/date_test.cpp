// SPDX-License-Identifier: Apache-2.0
#include "normalise/date.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <string>
#include <string_view>

using namespace shadowdiff;
using namespace std::chrono_literals;
using normalise::parse_date;
using normalise::relative_date;

namespace {

constexpr Timestamp example =
    std::chrono::sys_days{std::chrono::year{1994} / 11 / 6} + 8h + 49min + 37s;

}  // namespace

TEST_CASE("one moment is read from every form in which it is sent") {
    for (const std::string_view text :
         {"Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT",
          "Sun Nov  6 08:49:37 1994", "Sun, 06-Nov-1994 08:49:37 GMT", "6 nov 1994 8:49:37"}) {
        CAPTURE(text);
        CHECK(parse_date(text) == example);
    }
}

TEST_CASE("what is no date is not read as one") {
    for (const std::string_view text :
         {"", "0", "-1", "never", "Sun, 06 Nov 1994", "Sun, 31 Feb 1994 08:49:37 GMT",
          "Sun, 06 Nov 1994 25:49:37 GMT", "Sun, 06 Nov 1994 08:60:37 GMT",
          "Sun, 00 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 99999 08:49:37 GMT",
          "1994-11-06T08:49:37Z"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_date(text));
    }
    CHECK_FALSE(parse_date(std::string(1'000'000, ',') + "Sun, 06 Nov 1994 08:49:37 GMT"));
}

TEST_CASE("years of two digits mean 1970 to 2069, and far years do not overflow") {
    CHECK(parse_date("06-Nov-69 00:00:00") ==
          std::chrono::sys_days{std::chrono::year{2069} / 11 / 6});
    CHECK(parse_date("06-Nov-70 00:00:00") ==
          std::chrono::sys_days{std::chrono::year{1970} / 11 / 6});
    CHECK(parse_date("Fri, 31 Dec 9999 23:59:59 GMT") > example);
}

TEST_CASE("an expiry is told from the message's date") {
    struct Row {
        std::string_view name;
        std::string_view expires;
        std::string_view expected;
    };
    for (const Row row : {Row{"before", "Sun, 06 Nov 1994 08:49:36 GMT", "in the past"},
                          Row{"at", "Sun, 06 Nov 1994 08:49:37 GMT", "in the past"},
                          Row{"the epoch", "Thu, 01 Jan 1970 00:00:00 GMT", "in the past"},
                          Row{"an hour", "Sun, 06 Nov 1994 09:49:37 GMT", "in 60 minutes"},
                          Row{"a second more", "Sun, 06 Nov 1994 09:49:38 GMT", "in 60 minutes"},
                          Row{"a second less", "Sun, 06 Nov 1994 09:49:36 GMT", "in 60 minutes"},
                          Row{"a year", "Mon, 06 Nov 1995 08:49:37 GMT", "in 525600 minutes"},
                          Row{"two years", "Wed, 06 Nov 1996 08:49:37 GMT", "in over 400 days"},
                          Row{"for ever", "Fri, 31 Dec 9999 23:59:59 GMT", "in over 400 days"},
                          Row{"no date", "0", "0"}}) {
        CAPTURE(row.name);
        CHECK(relative_date(row.expires, example) == row.expected);
    }
}

TEST_CASE("without the message's date only the epoch is known to be past") {
    CHECK(relative_date("Thu, 01 Jan 1970 00:00:00 GMT", std::nullopt) == "in the past");
    CHECK(relative_date("Sun, 06 Nov 1994 08:49:37 GMT", std::nullopt) == "a date");
    CHECK(relative_date("-1", std::nullopt) == "-1");
}
