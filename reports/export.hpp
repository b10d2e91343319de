// SPDX-License-Identifier: Apache-2.0
// Kept exchanges, one by one, for other programs: a JSON object or a CSV row each. The fields are
// told in docs/export.md.
#pragma once

#include "store/exchange_filter.hpp"
#include "store/rows.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace shadowdiff::reports {

/// One line with its line end. Only ASCII; what is no UTF-8 becomes U+FFFD.
std::string export_json(const store::ExchangeRow& exchange);

/// RFC 4180. No cell can be taken for a formula, and none holds a control character.
std::string export_csv_header();
std::string export_csv(const store::ExchangeRow& exchange);

/// "12 of 3,473 kept": how many of the exchanges that were counted are listed.
std::string export_summary(const store::RunRows& rows, const store::ExchangeFilter& filter,
                           std::uint64_t listed);

/// One cell, quoted where it must be.
std::string csv_cell(std::string_view text);

}  // namespace shadowdiff::reports
