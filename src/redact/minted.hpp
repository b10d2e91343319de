// SPDX-License-Identifier: Apache-2.0
// Is a word made by a machine, or a name that people chose?
#pragma once

#include <string_view>

namespace shadowdiff::redact {

/// Where a secret is expected: of four letters or more, a digit among them, and no version ("v2"),
/// or longer than words are. "start" and "refresh" are names.
bool looks_minted(std::string_view word);

/// So distinctive that it is the same value wherever it stands.
bool is_distinctive(std::string_view value);

}  // namespace shadowdiff::redact
