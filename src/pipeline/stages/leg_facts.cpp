// SPDX-License-Identifier: Apache-2.0
#include "pipeline/stages/leg_facts.hpp"

#include <fmt/format.h>

#include <string_view>
#include <utility>

namespace shadowdiff::pipeline {

std::map<std::string, std::string> leg_facts(http::Leg leg, const mirror::LegCounters& counters) {
    const std::pair<std::string_view, std::uint64_t> counted[] = {
        {"connections", counters.connections},
        {"stale_retries", counters.stale_retries},
        {"breaker_openings", counters.breaker_openings},
        {"times_lowered", counters.times_lowered},
        {"echoes", counters.echoes},
        {"translated", counters.translated},
    };
    std::map<std::string, std::string> facts;
    for (const auto& [what, n] : counted) {
        if (n > 0) facts[fmt::format("{}_{}", name(leg), what)] = std::to_string(n);
    }
    return facts;
}

}  // namespace shadowdiff::pipeline
