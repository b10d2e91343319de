// SPDX-License-Identifier: Apache-2.0
// What the traffic was made of beside its routes: media types, tenants, clients, and which of them
// nobody judged.
#pragma once

#include "reports/model.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace shadowdiff::reports {

/// "types of requests", "types of answers", "tenants (X-Tenant)", "clients".
std::string dimension_words(std::string_view dimension, const store::RunRow& run);

/// "types of answers application/json, text/html; tenants (Host) shop.test; clients curl/8.5.0 and
/// 3 more": those that were judged, the most frequent first. Empty where nothing was counted.
std::string judged_dimensions(const Report& report);

/// "Of 12 clients 1 was seen and never judged: wget/1.21 (4 requests)." One for each dimension that
/// has such.
std::vector<std::string> unjudged_notes(const Report& report);

}  // namespace shadowdiff::reports
