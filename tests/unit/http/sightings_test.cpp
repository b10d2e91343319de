// SPDX-License-Identifier: Apache-2.0
#include "http/sightings.hpp"

#include <doctest/doctest.h>

#include <string>
#include <utility>

namespace shadowdiff::http {
namespace {

struct DroppedHead {
    const char* name;
    std::size_t bytes;
    std::size_t next_bytes;
    bool is_kept;  // by who was told
    bool is_used_again;
};

const DroppedHead dropped_heads[] = {
    {"looked at", 1'000, 900, false, true},
    {"twice as long as the next", 1'000, 500, false, true},
    {"kept by who was told", 1'000, 900, true, false},
    {"much longer than the next, which may be kept", 1'000, 300, false, false},
    {"too long to be held for nothing", 100'000, 99'000, false, false},
};

WireAnswer told_answer(Bytes head, Bytes body) {
    WireAnswer answer;
    answer.head = std::move(head);
    answer.body = make_body(std::move(body));
    return answer;
}

}  // namespace

TEST_CASE("the memory of a head that nobody kept is that of the next one") {
    for (const auto& row : dropped_heads) {
        CAPTURE(row.name);
        const std::string text(row.bytes, 'a');
        const std::string next_text(row.next_bytes, 'b');
        Sightings sightings;
        sightings.push_back(told_answer(sightings.copy_head(text), {}));
        auto& told = std::get<WireAnswer>(sightings.all().front());
        const auto memory = told.head.capacity();
        CHECK(told.head == text);
        Bytes kept;
        if (row.is_kept) kept = std::move(told.head);
        sightings.clear();
        CHECK(sightings.all().empty());
        const auto next = sightings.copy_head(next_text);
        CHECK(next == next_text);
        CHECK((next.capacity() == memory) == row.is_used_again);
    }
}

TEST_CASE("what is told at once has heads and bodies of its own") {
    Sightings sightings;
    for (const auto* text :
         {"longer than what a string holds in itself", "and another of its kind"}) {
        sightings.push_back(told_answer(sightings.copy_head(text), sightings.copy_body(text)));
    }
    sightings.clear();
    const auto one = sightings.copy_body("one");
    const auto other = sightings.copy_body("other");
    CHECK(one == "one");
    CHECK(other == "other");
}

}  // namespace shadowdiff::http
