// SPDX-License-Identifier: Apache-2.0
// The two values of a difference as a person reads them; printable, bounded.
#pragma once

#include "store/rows.hpp"

#include <string>
#include <string_view>

namespace shadowdiff::reports {

struct ValuePair {
    std::string legacy;
    std::string candidate;
};

/// What is absent, by the kind of the difference, is said in words: "(none)", "(no answer)".
ValuePair value_words(std::string_view kind, std::string_view legacy, std::string_view candidate);
/// Of the finding's example; where none is kept any more, nothing is known of the values.
ValuePair value_words(const store::FindingRow& finding);

/// The kind, and what the values have to do with each other: "changed (precision lost)".
std::string kind_words(std::string_view kind, std::string_view hint);

}  // namespace shadowdiff::reports
