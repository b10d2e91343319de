// SPDX-License-Identifier: Apache-2.0
// Many client connections against legs that do anything: nothing is lost, doubled or reordered.
#include "mirror/mirror.hpp"
#include "tests/unit/mirror/asking.hpp"
#include "tests/unit/mirror/scripted_peer.hpp"

#include <doctest/doctest.h>

#include <map>
#include <random>

namespace shadowdiff::mirror {
namespace {

// What a leg does with one request; the last ones end the connection's script.
Script random_behaviour(std::mt19937& random) {
    const Script behaviours[] = {
        {ReadHead{}, Write{ok}},
        {ReadHead{}, Write{"HTTP/1.1 100 Continue\r\n\r\n" + ok}},
        {ReadHead{}, WriteEachByte{ok}},
        {ReadHead{}, Write{ok + "surplus"}},
        {ReadHead{}, Write{"HTTP/1.1 200 OK\r\n\r\nhi"}, Close{}},
        {ReadHead{}, Write{ok}, Close{}},
        {ReadHead{}, Close{}},
        {ReadHead{}, Reset{}},
        {ReadHead{}, Write{ok.substr(0, 20)}, Reset{}},
        {ReadHead{}, Write{"garbage\r\n\r\n"}},
    };
    return behaviours[random() % std::size(behaviours)];
}

bool ends(const Script& script) {
    const auto& last = script.back();
    return std::holds_alternative<Close>(last) || std::holds_alternative<Reset>(last);
}

Script random_script(std::mt19937& random) {
    Script script;
    while (script.size() < 40 && (script.empty() || !ends(script))) {
        for (auto& step : random_behaviour(random)) script.push_back(std::move(step));
    }
    return script;
}

TEST_CASE("whatever the legs do, each is answered exactly once and in the client's order") {
    constexpr std::uint64_t connections = 20;
    constexpr std::uint64_t requests = 10;
    std::mt19937 random{1};
    std::vector<Script> scripts(2 * connections * requests);
    for (auto& script : scripts) script = random_script(random);
    asio::io_context io;
    ScriptedPeer candidate{io, scripts};
    ScriptedPeer legacy{io, {scripts.rbegin(), scripts.rend()}};
    // The breaker would spare the legs, and a slow machine let requests grow stale.
    const LegLimits limits{.wait_max = 1h, .breaker_failures_max = 1};
    Asking asking{io, options_for({leg_at(candidate.port(), http::Leg::candidate, limits),
                                   leg_at(legacy.port(), http::Leg::legacy, limits)})};
    for (std::uint64_t i = 0; i < requests; ++i) {
        for (std::uint64_t c = 0; c < connections; ++c) {
            asking.ask(c * requests + i, make_request("/", i % 3 == 0 ? "POST" : "GET"), c,
                       {http::Leg::legacy, http::Leg::candidate});
        }
    }
    asking.run_until_answered(2 * connections * requests);
    CHECK(asking.mirror().in_flight() == 0);

    std::map<std::pair<std::uint64_t, http::Leg>, std::uint64_t> next;
    std::size_t complete = 0;
    for (const auto& [id, answer, late] : asking.answers) {
        const auto connection = id.low / requests;
        CHECK(id.low % requests == next[{connection, answer.leg}]++);
        complete += answer.response() ? 1U : 0U;
        if (answer.response()) CHECK(answer.response()->body.bytes == "hi");
    }
    CHECK(next.size() == 2 * connections);
    CHECK(complete > connections);
    CHECK(complete < asking.answers.size());
}

}  // namespace
}  // namespace shadowdiff::mirror
