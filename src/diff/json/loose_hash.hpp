// SPDX-License-Identifier: Apache-2.0
// Hashes for values that may be one in two spellings, of which canonical hashes know nothing.
#pragma once

#include "json/document.hpp"

#include <cstdint>

namespace shadowdiff::diff {

/// Of a scalar. Equal where meaning_of may call two values a representation of one: times of one
/// moment, UUIDs and URLs spelled otherwise, numbers within a rounding, objects and lists in texts
/// that are so. Who finds two equal must compare them; of numbers few are missed.
std::uint64_t loose_hash(const json::Document& document, const json::Node& node);

}  // namespace shadowdiff::diff
