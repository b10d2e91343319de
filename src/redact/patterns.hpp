// SPDX-License-Identifier: Apache-2.0
// Forms of secrets that the team declared.
#pragma once

#include "base/result.hpp"
#include "redact/match.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace re2 {
class RE2;
}

namespace shadowdiff::redact {

class Patterns {
public:
    Patterns() = default;
    /// Regular expressions of RE2. Throws StartupError for what is none.
    explicit Patterns(const std::vector<std::string>& patterns);

    bool empty() const { return patterns_.empty(); }
    /// Adds what each pattern matches in the text.
    void find(std::string_view text, std::vector<Match>& matches) const;

private:
    std::vector<std::shared_ptr<const re2::RE2>> patterns_;
};

/// Nothing when it is a pattern, else what is wrong with it.
Result<void> check_pattern(const std::string& pattern);

/// E-mail addresses as they are written, without the rarer forms of RFC 5322.
inline constexpr char email_pattern[] =
    R"([0-9A-Za-z._%+-]{1,64}@[0-9A-Za-z-]{1,63}(\.[0-9A-Za-z-]{1,63}){1,8})";

}  // namespace shadowdiff::redact
