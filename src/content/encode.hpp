// SPDX-License-Identifier: Apache-2.0
// Content codings applied again, to a body that was changed without them.
#pragma once

#include "base/bytes.hpp"

#include <optional>
#include <span>
#include <string_view>

namespace shadowdiff::content {

/// In the order in which they are named, as decode() undoes them; quickly rather than tightly.
/// Nothing where one is not known.
std::optional<Bytes> encode(ByteView body, std::span<const std::string_view> codings);

}  // namespace shadowdiff::content
