// SPDX-License-Identifier: Apache-2.0
// What the traffic was made of beside its routes, as a plain struct.
#pragma once

#include <cstdint>
#include <string>

namespace shadowdiff::store {

/// Requests that were judged, or excluded for what they are, and had one value of a dimension.
struct DimensionRow {
    std::string dimension;  // "request_type", "answer_type", "tenant", "client"
    std::string value;      // redacted; "(none)": the field was absent; "(other)": beyond the bound
    std::uint64_t seen = 0;
    std::uint64_t judged = 0;  // of these
    bool operator==(const DimensionRow&) const = default;
};

}  // namespace shadowdiff::store
