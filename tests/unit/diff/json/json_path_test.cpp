// SPDX-License-Identifier: Apache-2.0
#include "diff/json/json_path.hpp"

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <string>

using namespace shadowdiff;
using namespace shadowdiff::diff;

namespace {

// Nodes: 1 and 2 are the items, 3 the first of them, 4 and 6 its names, 8 and 10 the others.
const auto paths_document =
    json::parse(R"({"items":[{"price":1,"x 'y'":2}],"900123456":{"\u0061":1}})").value();

constexpr std::size_t path_max = 4'096;

Step member_step(std::uint32_t name) { return {&paths_document, name}; }
Step element_step(std::uint32_t index) { return {nullptr, index}; }

std::string text_of_path(JsonPath& path, std::size_t bytes_max = path_max) {
    path.write(bytes_max);
    return std::string{path.concrete()} + " " + std::string{path.pattern()};
}

}  // namespace

TEST_CASE("a path is written on from where it was left") {
    JsonPath path;
    CHECK(text_of_path(path) == "$ $");
    path.push(member_step(1));
    path.push(element_step(0));
    path.push(member_step(4));
    CHECK(text_of_path(path) == "$.items[0].price $.items[*].price");
    CHECK(text_of_path(path) == "$.items[0].price $.items[*].price");
    path.pop();
    CHECK(text_of_path(path) == "$.items[0] $.items[*]");
    path.push(member_step(6));
    CHECK(text_of_path(path) == R"($.items[0]['x \'y\''] $.items[*]['x \'y\''])");
    path.pop();
    path.pop();
    path.push(element_step(10));
    path.push(member_step(4));
    CHECK(text_of_path(path) == "$.items[10].price $.items[*].price");
    path.clear();
    path.push(member_step(8));
    path.push(member_step(10));
    CHECK(text_of_path(path) == "$['900123456'].a $[*].a");
}

TEST_CASE("a path ends with the step that goes past its bound") {
    JsonPath path;
    path.push(member_step(1));
    path.push(element_step(0));
    path.push(member_step(4));
    CHECK(text_of_path(path, 6) == "$.items $.items");
    path.pop();
    CHECK(text_of_path(path, 6) == "$.items $.items");
    path.pop();
    path.pop();
    CHECK(text_of_path(path, 6) == "$ $");
}

TEST_CASE("pieces of any length stand as they were added") {
    PathText text;
    std::string expected;
    for (std::size_t length = 0; length < 40; ++length) {
        const std::string piece(length, static_cast<char>('a' + length % 26));
        text.add(piece);
        expected += piece;
        CHECK(text.text() == expected);
    }
    text.cut(7);
    text.add("z");
    CHECK(text.text() == expected.substr(0, 7) + "z");
}
