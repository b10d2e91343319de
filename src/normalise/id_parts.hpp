// SPDX-License-Identifier: Apache-2.0
// The parts of a text that may be ids: "/users/<id>?full=1" has "users", the id, "full"
// and "1".
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace shadowdiff::normalise {

/// Runs of letters, digits, "-" and "_", in their order. They point into the text.
std::vector<std::string_view> id_parts(std::string_view text);

inline constexpr std::size_t random_id_size_min = 26;  // of a ULID; a UUID is longer

/// A UUID of any version or a ULID, with or without a prefix: an id that is made once, and by
/// chance never again.
bool is_random_id(std::string_view part);

}  // namespace shadowdiff::normalise
