// SPDX-License-Identifier: Apache-2.0
// Reading a run file: what report, gate and show need of it, as rows.
#pragma once

#include "base/result.hpp"
#include "store/exchange_filter.hpp"
#include "store/prune.hpp"
#include "store/rows.hpp"
#include "store/rows_wanted.hpp"

#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace shadowdiff::pipeline {

Result<store::RunRows> read_run(const std::filesystem::path& file,
                                const store::RowsWanted& wanted = {});

/// Of each route, the mismatches that the fingerprints excuse; see store::RunReader::excused_by.
Result<std::map<std::string, std::uint64_t>> read_excused(
    const std::filesystem::path& file, const std::vector<std::string>& fingerprints);

/// Every kept exchange that the filter names, oldest first, until `visit` gives false.
Result<void> each_exchange(const std::filesystem::path& file, const store::ExchangeFilter& filter,
                           const std::function<bool(const store::ExchangeRow&)>& visit);

/// See store::prune and store::merge.
Result<std::vector<store::EvictionRow>> prune_run(const std::filesystem::path& file,
                                                  const store::PruneOptions& options);
Result<std::vector<std::string>> merge_runs(const std::filesystem::path& into,
                                            const std::vector<std::filesystem::path>& files);

/// `id`: of an exchange, or the fingerprint of a finding (then its example); any unambiguous
/// prefix.
Result<store::ExchangeRow> read_exchange(const std::filesystem::path& file, std::string_view id);

}  // namespace shadowdiff::pipeline
