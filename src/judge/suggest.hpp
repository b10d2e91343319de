// SPDX-License-Identifier: Apache-2.0
// A place where legacy differs from itself -> the narrowest rule under which that does not count,
// or why there is none that is narrow enough.
#pragma once

#include "diff/difference.hpp"
#include "rules/rule.hpp"

#include <cstdint>
#include <expected>
#include <string>
#include <utility>
#include <vector>

namespace shadowdiff::judge {

struct NoisyPlace {
    std::string route;
    std::string pattern;
    diff::Kind kind = diff::Kind::changed;
    std::uint64_t compared = 0;  // pairs of legacy's answers
    std::uint64_t differed = 0;
    /// Legacy's value and what another answer had there, legacy's own or the candidate's, as
    /// differences tell them.
    std::vector<std::pair<std::string, std::string>> values = {};
};

struct Suggestion {
    rules::Action action;
    /// Its keys and values as they are written in a rule: {"within", "5s"}.
    std::vector<std::pair<std::string, std::string>> keys = {};
    bool keep_shape = false;  // what differs is still held to the shape of legacy's values
};

/// An error is a sentence.
std::expected<Suggestion, std::string> suggest(const NoisyPlace& place);

}  // namespace shadowdiff::judge
