// SPDX-License-Identifier: Apache-2.0
// Credentials in free text that are known by the name before them: password=…, "token": "…".
#pragma once

#include "redact/match.hpp"
#include "redact/names.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace shadowdiff::redact {

/// In a path "session:start" is a name; in a text it is a session.
enum class Separators : std::uint8_t { all, equals_sign_only };

/// The value of a secret name, when a run of name letters begins at `at`. Reads that run and a
/// bounded stretch behind it, unless it finds one.
std::optional<Match> match_assignment(std::string_view text, std::size_t at, const Names& names,
                                      Separators separators);

}  // namespace shadowdiff::redact
