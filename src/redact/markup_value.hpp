// SPDX-License-Identifier: Apache-2.0
// Credentials in XML and HTML that are known by a name in the markup: <secret>…</secret>,
// <input name="csrf_token" value="…">, <entry key="password">…</entry>.
#pragma once

#include "redact/match.hpp"
#include "redact/names.hpp"

#include <cstddef>
#include <optional>
#include <string_view>

namespace shadowdiff::redact {

/// What belongs to an attribute that names a secret, or its own value where another attribute of
/// its tag does; `at` is behind its '='. Of a multipart part, too.
std::optional<Match> match_attribute(std::string_view text, std::string_view attribute,
                                     std::size_t at, const Names& names);

/// The text of an XML or HTML element of a secret name, whose start tag ends at `at` with '>'.
std::optional<Match> match_element(std::string_view text, std::size_t at, const Names& names);

}  // namespace shadowdiff::redact
