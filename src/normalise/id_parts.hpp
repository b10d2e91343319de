// SPDX-License-Identifier: Apache-2.0
// The parts of a text that may be ids: "/users/<id>?full=1" has "users", the id, "full"
// and "1".
#pragma once

#include <string_view>
#include <vector>

namespace shadowdiff::normalise {

/// Runs of letters, digits, "-" and "_", in their order. They point into the text.
std::vector<std::string_view> id_parts(std::string_view text);

/// A UUID of any version or a ULID, with or without a prefix: an id that is made once, and by
/// chance never again.
bool is_random_id(std::string_view part);

}  // namespace shadowdiff::normalise
