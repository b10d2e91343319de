// SPDX-License-Identifier: Apache-2.0
// Which places an answer has, so that a rate can be told of the exchanges in which its place
// exists.
#pragma once

#include "normalise/document.hpp"

#include <cstdint>
#include <string_view>
#include <vector>

namespace shadowdiff::diff {

struct CensusLimits {
    std::size_t nodes_max = 20'000;  // looked at per answer: the places of a long list recur early
};

/// The key of a pattern in a census: the same for equal texts.
std::uint64_t census_key(std::string_view pattern);

/// The keys of every pattern that the document has, sorted, each once: "$.items[*].price",
/// "headers.etag", "cookies.sid", "status", "body".
std::vector<std::uint64_t> census(const normalise::Document& document,
                                  const CensusLimits& limits = {});

}  // namespace shadowdiff::diff
