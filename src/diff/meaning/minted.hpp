// SPDX-License-Identifier: Apache-2.0
// Ids that each service gives to what an unsafe request makes: both are right, and never equal.
#pragma once

#include "diff/diff.hpp"
#include "http/message.hpp"
#include "normalise/document.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace shadowdiff::diff {

using MintedPair = std::pair<std::string, std::string>;  // legacy's id, the candidate's

/// The ids in which alone two texts differ, each a UUID or ULID of one form on both sides. Nothing
/// where they differ in anything else.
std::optional<std::vector<MintedPair>> minted_pairs(const Difference& difference);

/// Marks the differences that are such ids and nothing else, of which neither side had heard: they
/// stand neither in the request nor in the other side's answer. Where that cannot be seen, none is
/// marked. Only after both services did what was asked (2xx).
void mark_minted(Differences& differences, const http::Request& request,
                 const normalise::Document& legacy, const normalise::Document& candidate);

}  // namespace shadowdiff::diff
