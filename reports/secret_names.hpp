// SPDX-License-Identifier: Apache-2.0
// Names for the credentials that a stored request no longer holds, so that a command can ask its
// user for them.
#pragma once

#include "reports/shell_word.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace shadowdiff::reports {

/// One name for each digest, whichever place it is met in: AUTHORIZATION, SID, API_KEY, API_KEY_2.
class SecretNames {
public:
    /// The text with each "redacted:…" as a variable, named for the member or parameter in front of
    /// it, else `fallback`.
    std::vector<ShellPiece> split(std::string_view text, std::string_view fallback);

    /// In the order in which they were met.
    std::vector<std::string> names() const;

private:
    struct Known {
        std::string digest;
        std::string name;
    };
    // "" when there are too many: then the text stays as it is.
    std::string name_of(std::string_view digest, std::string_view wish);
    std::vector<Known> known_;
};

}  // namespace shadowdiff::reports
