// SPDX-License-Identifier: Apache-2.0
#include "cli/open_files.hpp"

#include "base/counted.hpp"
#include "cli/say.hpp"

#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>

namespace shadowdiff::cli {
namespace {

// Run file, recording, captures, rules, the rings and epolls of the threads.
constexpr std::size_t own_files = 64;

std::size_t leg_connections(const pipeline::ShadowOptions& options) {
    std::size_t all = 0;
    for (const auto leg : {http::Leg::legacy, http::Leg::candidate, http::Leg::secondary}) {
        const auto known = options.legs.find(leg);
        const auto limits =
            known == options.legs.end() ? mirror::LegLimits{} : known->second.limits;
        all += std::min(limits.connections_max, limits.in_flight_max);
    }
    return all;
}

}  // namespace

void allow_open_files(const pipeline::ShadowOptions& options, std::size_t clients) {
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
    const rlimit raised{.rlim_cur = limit.rlim_max, .rlim_max = limit.rlim_max};
    const bool is_raised = setrlimit(RLIMIT_NOFILE, &raised) == 0;
    const auto allowed = is_raised ? raised.rlim_cur : limit.rlim_cur;
    const auto needed = own_files + clients + leg_connections(options);
    if (allowed >= needed) return;
    warn(
        fmt::format("only {} files may be open, and up to {} are needed: what comes over it fails "
                    "(try: ulimit -n {})",
                    grouped(allowed), grouped(needed), needed));
}

}  // namespace shadowdiff::cli
