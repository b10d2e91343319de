// SPDX-License-Identifier: Apache-2.0
// One exchange for the page's script: both sides as lines, and the commands that ask again.
#pragma once

#include "store/rows.hpp"

#include <nlohmann/json.hpp>

namespace shadowdiff::reports {

nlohmann::ordered_json page_example(const store::ExchangeRow& exchange, const store::RunRow& run);

}  // namespace shadowdiff::reports
