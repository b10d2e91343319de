// SPDX-License-Identifier: Apache-2.0
#include "http/line_ends.hpp"

#include <doctest/doctest.h>

#include <random>
#include <string>
#include <vector>

namespace shadowdiff::http {
namespace {

std::vector<std::size_t> found_in(ByteView text) {
    std::vector<std::size_t> places;
    LineEnds ends{text};
    while (const auto place = ends.next()) places.push_back(*place);
    return places;
}

std::vector<std::size_t> expected_in(ByteView text) {
    std::vector<std::size_t> places;
    for (auto at = text.find('\n'); at != ByteView::npos; at = text.find('\n', at + 1)) {
        places.push_back(at);
    }
    return places;
}

}  // namespace

TEST_CASE("all line ends are found in texts of any length, and none outside") {
    std::mt19937 dice{3};
    for (std::size_t size = 0; size < 300; ++size) {
        for (const unsigned rarity : {1U, 2U, 9U, 100U}) {
            // In a piece of memory of its own, so that a sanitizer sees what is read too far.
            std::string text(size, ' ');
            for (auto& c : text) c = dice() % rarity == 0 ? '\n' : static_cast<char>(dice());
            text.shrink_to_fit();
            CAPTURE(size);
            CHECK(found_in(text) == expected_in(text));
        }
    }
}

TEST_CASE("a view's neighbours are not taken for its own") {
    const std::string text(200, '\n');
    for (std::size_t size = 0; size <= 100; ++size) {
        CHECK(found_in(ByteView{text}.substr(50, size)).size() == size);
    }
}

}  // namespace shadowdiff::http
