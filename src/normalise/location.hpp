// SPDX-License-Identifier: Apache-2.0
// Where a Location points, whichever of its spellings was chosen.
#pragma once

#include <string>
#include <string_view>

namespace shadowdiff::normalise {

/// The reference resolved against the request's target (RFC 3986, section 5.2), without scheme and
/// host where these are the request's own.
std::string resolved_location(std::string_view reference, std::string_view host,
                              std::string_view target);

}  // namespace shadowdiff::normalise
