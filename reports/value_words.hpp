// SPDX-License-Identifier: Apache-2.0
// The two values of a difference as a person reads them; printable, bounded.
#pragma once

#include <string>
#include <string_view>

namespace shadowdiff::reports {

struct ValuePair {
    std::string legacy;
    std::string candidate;
};

/// What is absent, by the kind of the difference, is said in words: "(none)", "(no answer)".
ValuePair value_words(std::string_view kind, std::string_view legacy, std::string_view candidate);

}  // namespace shadowdiff::reports
