// SPDX-License-Identifier: Apache-2.0
#include "base/processors.hpp"

#include <sched.h>

#include <algorithm>
#include <charconv>
#include <exception>
#include <fstream>
#include <string>

namespace shadowdiff {
namespace {

std::string first_line_of(const std::filesystem::path& file) {
    std::ifstream in{file};
    std::string line;
    std::getline(in, line);
    return line;
}

/// Of the unified hierarchy; empty where there is none.
std::string own_group() {
    constexpr std::string_view unified = "0::";
    std::ifstream in{"/proc/self/cgroup"};
    for (std::string line; std::getline(in, line);) {
        if (line.starts_with(unified)) return line.substr(unified.size());
    }
    return {};
}

int processors_by_affinity() {
    cpu_set_t allowed;
    // More processors than the set has room for: then they are many.
    return sched_getaffinity(0, sizeof allowed, &allowed) == 0 ? CPU_COUNT(&allowed) : CPU_SETSIZE;
}

}  // namespace

std::optional<double> cpu_quota(std::string_view cpu_max) {
    double quota = 0;
    double period = 0;
    const auto* end = cpu_max.data() + cpu_max.size();
    const auto first = std::from_chars(cpu_max.data(), end, quota);
    if (first.ec != std::errc{} || first.ptr == end || *first.ptr != ' ') return std::nullopt;
    const auto second = std::from_chars(first.ptr + 1, end, period);
    if (second.ec != std::errc{} || !(quota > 0) || !(period > 0)) return std::nullopt;
    return quota / period;
}

std::optional<double> cpu_quota(const std::filesystem::path& root, std::string_view path) {
    std::optional<double> least;
    for (auto group = std::string{path};; group.resize(group.rfind('/'))) {
        const auto quota =
            cpu_quota(first_line_of(root / group.substr(group.empty() ? 0 : 1) / "cpu.max"));
        if (quota) least = std::min(*quota, least.value_or(*quota));
        if (group.find('/') == std::string::npos) return least;
    }
}

double processors() noexcept try {
    const double allowed = processors_by_affinity();
    return std::min(allowed, cpu_quota("/sys/fs/cgroup", own_group()).value_or(allowed));
} catch (const std::exception&) {
    return 1;
}

}  // namespace shadowdiff
