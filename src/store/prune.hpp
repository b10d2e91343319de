// SPDX-License-Identifier: Apache-2.0
// Takes exchanges out of a finished run file, by age or for its size. Counts stay.
#pragma once

#include "base/result.hpp"
#include "store/rows.hpp"

#include <cstdint>
#include <filesystem>
#include <vector>

namespace shadowdiff::store {

struct PruneOptions {
    std::int64_t older_than_us = 0;  // since the Unix epoch; 0: whatever their age
    std::uint64_t bytes_max = 0;     // 0: whatever their size
};

/// What the file has given up, in all. An Error says why it cannot be used; it is as it was then.
Result<std::vector<EvictionRow>> prune(const std::filesystem::path& file,
                                       const PruneOptions& options);

}  // namespace shadowdiff::store
