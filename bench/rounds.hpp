// SPDX-License-Identifier: Apache-2.0
// Measures one piece of work against another: alternated rounds, CPU time of the process, the
// median of the ratios. Machines are noisy; what ran side by side is compared.
#pragma once

#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace shadowdiff::bench {

inline constexpr std::size_t rounds = 9;

inline double cpu_seconds() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const timeval& t) {
        return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) * 1e-6;
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

template <class Work>
double cost_of(const Work& work) {
    const double before = cpu_seconds();
    work();
    return cpu_seconds() - before;
}

/// Prints "name: 1.87 x of reference (1.80 to 1.95, 9 rounds); 350,000 items, 0.41 µs each".
template <class Work, class Reference>
void compare(std::string_view name, std::string_view reference_name, std::size_t items,
             const Work& work, const Reference& reference) {
    std::array<double, rounds> ratios{};
    std::array<double, rounds> costs{};
    for (std::size_t i = 0; i < rounds; ++i) {
        const double reference_cost = cost_of(reference);
        costs[i] = cost_of(work);
        ratios[i] = costs[i] / reference_cost;
    }
    std::ranges::sort(ratios);
    std::ranges::sort(costs);
    fmt::print("{}: {:.2f} x of {} ({:.2f} to {:.2f}, {} rounds); {} items, {:.2f} µs each\n", name,
               ratios[rounds / 2], reference_name, ratios.front(), ratios.back(), rounds, items,
               costs[rounds / 2] * 1e6 / static_cast<double>(items));
}

}  // namespace shadowdiff::bench
