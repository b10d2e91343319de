// SPDX-License-Identifier: Apache-2.0
// What kind of thing a volatile value is: two values that may differ must still have one shape.
#pragma once

#include <string_view>

namespace shadowdiff::normalise {

/// True when both texts could be the same kind of minted value: both UUIDs of one version, both
/// ISO 8601 times of one precision and offset form, both numbers, both hexadecimal of one length, …
/// One being empty, or of a recognised form that the other has not, is another shape.
bool same_shape(std::string_view one, std::string_view other);

}  // namespace shadowdiff::normalise
