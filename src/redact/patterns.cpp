// SPDX-License-Identifier: Apache-2.0
#include "redact/patterns.hpp"

#include <re2/re2.h>

#include <algorithm>
#include <cstddef>

namespace shadowdiff::redact {
namespace {

// Bytes, not code points: a body need not be UTF-8 to hold a secret.
RE2::Options options() {
    RE2::Options quiet;
    quiet.set_log_errors(false);
    quiet.set_encoding(RE2::Options::EncodingLatin1);
    return quiet;
}

}  // namespace

Patterns::Patterns(const std::vector<std::string>& patterns) {
    for (const auto& pattern : patterns) {
        if (const auto checked = check_pattern(pattern); !checked) {
            throw StartupError{checked.error().message};
        }
        patterns_.push_back(std::make_shared<const RE2>(pattern, options()));
    }
}

void Patterns::find(std::string_view text, std::vector<Match>& matches) const {
    for (const auto& pattern : patterns_) {
        re2::StringPiece found;
        for (std::size_t at = 0; at < text.size();) {
            if (!pattern->Match({text.data(), text.size()}, at, text.size(), RE2::UNANCHORED,
                                &found, 1)) {
                break;
            }
            const auto begin = static_cast<std::size_t>(found.data() - text.data());
            at = begin + std::max<std::size_t>(found.size(), 1);
            if (found.empty()) continue;
            matches.push_back({begin, at, std::string{text.substr(begin, found.size())}});
        }
    }
}

Result<void> check_pattern(const std::string& pattern) {
    const RE2 compiled{pattern, options()};
    if (compiled.ok()) return {};
    return std::unexpected{
        Error{"\"" + pattern + "\" is no regular expression: " + compiled.error()}};
}

}  // namespace shadowdiff::redact
