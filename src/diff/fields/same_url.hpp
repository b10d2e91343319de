// SPDX-License-Identifier: Apache-2.0
// Two URLs, or paths with a query, that may be one in two spellings.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace shadowdiff::diff {

enum class UrlComparison : std::uint8_t {
    different,
    same,        // but for the order of query parameters and the case of percent-encoding
    other_host,  // but for scheme, host and port
};

/// Texts that are no URLs are different. "%20" and "+" are: only some servers read both as a space.
UrlComparison compare_urls(std::string_view one, std::string_view other);

/// A text that the same URLs share; nothing for what is no URL.
std::optional<std::string> canonical_url(std::string_view text);

}  // namespace shadowdiff::diff
