// SPDX-License-Identifier: Apache-2.0
// Two JSON texts -> differences, with the least work: equal texts are not parsed at all, and of the
// candidate's only what is not as in legacy's.
#pragma once

#include "base/bytes.hpp"
#include "base/limits.hpp"
#include "diff/diff.hpp"
#include "json/document.hpp"

#include <expected>

namespace shadowdiff::diff {

/// What does not parse is an error, unless both are the same.
std::expected<Differences, json::ParseError> diff_json_bodies(ByteView legacy, ByteView candidate,
                                                              const DiffLimits& limits = {},
                                                              rules::ScopedRules* rules = nullptr);

}  // namespace shadowdiff::diff
