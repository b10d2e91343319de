// SPDX-License-Identifier: Apache-2.0
// What a run file keeps of an exchange -> the exchange, as far as comparing its answers needs it.
#pragma once

#include "http/exchange.hpp"
#include "store/rows.hpp"

#include <expected>
#include <string_view>

namespace shadowdiff::pipeline {

/// Bodies are decoded and redacted, and so without their codings; there are no trailers. An error
/// says why too little was kept.
std::expected<http::Exchange, std::string_view> restored(const store::ExchangeRow& row);

}  // namespace shadowdiff::pipeline
