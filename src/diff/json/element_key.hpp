// SPDX-License-Identifier: Apache-2.0
// The member by which the elements of two arrays know each other again, if they have one.
#pragma once

#include "diff/json/elements.hpp"
#include "json/document.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace shadowdiff::diff {

struct ElementKey {
    std::vector<std::uint32_t> legacy;     // node of each element's key value, the first of several
    std::vector<std::uint32_t> candidate;  // likewise
    std::vector<std::uint64_t> legacy_hashes;  // of each element's key
    std::vector<std::uint64_t> candidate_hashes;
};

/// The first of id, uuid, key, code, name that every element of both sides has, as a string or a
/// number that is unique on its side, and of which at least one value is on both sides: keys that
/// share nothing (minted anew, or of another type) would only hide which elements belong together.
std::optional<ElementKey> find_element_key(const Elements& legacy, const Elements& candidate);

/// By all these members together, which a rule declares: nothing when an element lacks one of them
/// or is not unlike all others of its side.
std::optional<ElementKey> find_declared_key(const Elements& legacy, const Elements& candidate,
                                            std::span<const std::string> members);

/// The node of an element's own key: its value at the first of these members that it has.
std::optional<std::uint32_t> first_key(const json::Document& document, std::uint32_t element);

/// Whether no two of these strings and numbers are one value. `hashes` is working memory.
bool are_distinct(const json::Document& document, std::span<const std::uint32_t> scalars,
                  std::vector<std::uint64_t>& hashes);

struct KeyAgreement {
    enum Answer : std::uint8_t { yes, no, no_key } answer;
    std::uint32_t legacy = 0;  // node of the key, if yes
};

/// Whether two elements have one value at the first of these members that either of them has.
KeyAgreement key_agreement(const json::Document& legacy, std::uint32_t in_legacy,
                           const json::Document& candidate, std::uint32_t in_candidate);

}  // namespace shadowdiff::diff
