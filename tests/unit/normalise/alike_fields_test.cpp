// SPDX-License-Identifier: Apache-2.0
#include "normalise/alike_fields.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace shadowdiff;
using namespace shadowdiff::normalise;

namespace {

// "+" for each field that is left out.
std::string left_out(const http::Fields& one, const http::Fields& other) {
    const auto alike = alike_fields(one, other);
    CHECK(alike == alike_fields(other, one));
    std::string places;
    for (std::size_t i = 0; i < one.size(); ++i) places += is_at(alike, i) ? '+' : '-';
    return places;
}

}  // namespace

TEST_CASE("fields that two answers have alike are left out") {
    const http::Fields one{{"Server", "a"}, {"Date", "now"}, {"Vary", "accept"}};
    auto other = one;
    CHECK(left_out(one, other) == "+++");
    other.set_value(other[1], "later");
    CHECK(left_out(one, other) == "+-+");
    const http::Fields spelt{{"SERVER", "a"}, {"Date", "later"}, {"Vary", "accept"}};
    CHECK(left_out(one, spelt) == "+-+");
    const http::Fields swapped{{"Date", "later"}, {"SERVER", "a"}, {"Vary", "accept"}};
    CHECK(left_out(one, swapped) == "---");
    other = one;
    other.push_back({"Age", "1"});
    CHECK(left_out(one, other) == "---");
}

TEST_CASE("all fields of one name are compared together") {
    const http::Fields one{{"Via", "a"}, {"Server", "x"}, {"via", "b"}};
    auto other = one;
    other.set_value(other[2], "c");
    CHECK(left_out(one, other) == "-+-");
}

TEST_CASE("what is read by the help of another field is not left out") {
    const http::Fields one{{"Date", "a"}, {"Expires", "b"}, {"set-cookie", "c=d"}, {"X-A", "e"}};
    CHECK(left_out(one, one) == "+--+");
    const http::Fields first{{"Connection", "x-a"}, {"X-A", "b"}};
    auto second = first;
    CHECK(left_out(first, second) == "++");
    second.set_value(second[0], "close");
    CHECK(left_out(first, second) == "--");
}

TEST_CASE("a bit stands for each of up to 64 fields") {
    http::Fields many;
    for (int i = 0; i < 64; ++i) many.push_back({"X-A", "b"});
    CHECK(left_out(many, many) == std::string(64, '+'));
    many.push_back({"X-A", "b"});
    CHECK(left_out(many, many) == std::string(65, '-'));
}
