// SPDX-License-Identifier: Apache-2.0
// One secret, as links, pages and scripts write it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace shadowdiff::redact {

/// The value, and how it stands in a URL, in HTML and in a JSON string, each once. Of most tokens
/// that is the value alone.
std::vector<std::string> spellings_of(std::string_view value);

/// What a text that was taken out of a URL or of HTML says; the same where it says itself.
std::string without_escapes(std::string_view text);

}  // namespace shadowdiff::redact
