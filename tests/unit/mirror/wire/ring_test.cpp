// SPDX-License-Identifier: Apache-2.0
#include "mirror/wire/ring.hpp"

#include "tests/unit/mirror/wires.hpp"

#include <boost/asio/post.hpp>
#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace shadowdiff::mirror {
namespace {

// "r" for each result told, "t" for each task that one of them posted.
std::string turns_of(SteadyTime gives_way_at) {
    asio::io_context io;
    auto& ring = asio::use_service<Ring>(io);
    if (!ring.is_there()) return "";
    std::string turns;
    std::vector<Pair> pairs;
    for (int i = 0; i < 3; ++i) {
        pairs.push_back(make_pair_of(kinds().back().second, io));
        pairs.back().wire->reader().wait(Resume{[&] {
            turns += 'r';
            asio::post(io, [&] { turns += 't'; });
        }});
    }
    poll(io);
    ring.give_way_at(gives_way_at);
    for (auto& pair : pairs) pair.far->send("something");
    poll(io);
    return turns;
}

TEST_CASE("a turn tells all that is done, unless it gives way to what is due") {
    const auto turns = turns_of(Ring::never);
    if (turns.empty()) {
        MESSAGE("no io_uring here: left out");
        return;
    }
    CHECK(turns == "rrrttt");
    CHECK(turns_of(SteadyTime{}) == "rtrtrt");
}

}  // namespace
}  // namespace shadowdiff::mirror
