// SPDX-License-Identifier: Apache-2.0
// Octets as letters that pass everywhere.
#pragma once

#include "base/bytes.hpp"

#include <optional>
#include <string_view>

namespace shadowdiff {

/// Base64 (RFC 4648, section 4) undone; nothing where it is none.
std::optional<Bytes> from_base64(std::string_view text);

}  // namespace shadowdiff
