// SPDX-License-Identifier: Apache-2.0
// How many processors this process may use, which may be fewer than the machine has.
#pragma once

#include <filesystem>
#include <optional>
#include <string_view>

namespace shadowdiff {

/// By its affinity (sched_getaffinity(2)) and the quotas of its control groups, as far as the
/// unified hierarchy tells them (cgroups(7)). A quota may be a part of one.
double processors() noexcept;

/// The quota that a group's cpu.max tells: "200000 100000" is 2. Nothing for "max" and for what is
/// none.
std::optional<double> cpu_quota(std::string_view cpu_max);

/// The least quota of the group at `path` ("/a/b") and of those around it, below `root`.
std::optional<double> cpu_quota(const std::filesystem::path& root, std::string_view path);

}  // namespace shadowdiff
