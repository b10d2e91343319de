// SPDX-License-Identifier: Apache-2.0
// Reading a run file: what report, gate and show need of it, as rows.
#pragma once

#include "base/result.hpp"
#include "store/exchange_filter.hpp"
#include "store/rows.hpp"

#include <filesystem>
#include <functional>
#include <string_view>

namespace shadowdiff::pipeline {

Result<store::RunRows> read_run(const std::filesystem::path& file);

/// Every kept exchange that the filter names, oldest first.
Result<void> each_exchange(const std::filesystem::path& file, const store::ExchangeFilter& filter,
                           const std::function<void(const store::ExchangeRow&)>& visit);

/// `id`: of an exchange, or the fingerprint of a finding (then its example); any unambiguous
/// prefix.
Result<store::ExchangeRow> read_exchange(const std::filesystem::path& file, std::string_view id);

}  // namespace shadowdiff::pipeline
