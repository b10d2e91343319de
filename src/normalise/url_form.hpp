// SPDX-License-Identifier: Apache-2.0
// Two URLs that may name different things of one kind.
#pragma once

#include <string_view>

namespace shadowdiff::normalise {

/// Of one scheme, with paths of as many segments, each equal or of one shape (same_shape), and with
/// the same names in their queries. The host is not looked at.
bool same_url_form(std::string_view one, std::string_view other);

}  // namespace shadowdiff::normalise
