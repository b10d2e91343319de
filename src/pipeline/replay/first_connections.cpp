// SPDX-License-Identifier: Apache-2.0
#include "pipeline/replay/first_connections.hpp"

#include "mirror/whether/whether.hpp"
#include "pipeline/recorded/recorded_traffic.hpp"
#include "pipeline/replay/pacer.hpp"
#include "routes/route.hpp"

#include <algorithm>
#include <chrono>
#include <unordered_set>
#include <variant>

namespace shadowdiff::pipeline {
namespace {

// What is under way at a time came within the time of an answer, and many take this long. Within
// more there are clients that came one after another.
constexpr std::chrono::milliseconds first_moments{10};
constexpr std::uint64_t requests_looked_at_max = 1'024;  // before the first one is sent

bool is_sent(const ShadowOptions& options, const http::Exchange& exchange) {
    const auto& request = exchange.request;
    const auto route = routes::infer(request.method, request.target);
    const auto choice = mirror::choose(options.whether, exchange, route, {http::Leg::candidate});
    return choice.reason == Reason::none;
}

}  // namespace

std::size_t first_connections(const ReplayOptions& replay, const ShadowOptions& options,
                              const std::function<bool(const http::Request&)>& lacks_something) {
    const bool has_pace = !std::holds_alternative<NoPace>(replay.pace);
    if (!has_pace || !asks_somebody(options)) return 0;
    if (std::ranges::any_of(replay.files.files, is_read_once)) return 0;
    auto files = replay.files;
    files.on_trouble = [](const std::string&) {};  // told when all is read
    RecordedTraffic traffic{
        {.files = std::move(files), .kind = replay.kind, .intake = options.intake, .seed = 0}};
    Pacer pacer{replay.pace};
    std::unordered_set<std::uint64_t> connections;
    const auto requests_max =
        std::min(requests_looked_at_max, replay.requests_max.value_or(requests_looked_at_max));
    for (std::uint64_t i = 0; i < requests_max; ++i) {
        const auto recorded = traffic.next(replay.files.is_over);
        if (!recorded) break;
        const auto& exchange = *recorded->exchange;
        if (pacer.due(exchange.seen_at).value_or(Duration{}) > first_moments) break;
        const bool is_kept_back = lacks_something && lacks_something(exchange.request);
        if (!is_kept_back && is_sent(options, exchange)) connections.insert(exchange.connection);
    }
    return connections.size();
}

}  // namespace shadowdiff::pipeline
