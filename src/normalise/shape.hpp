// SPDX-License-Identifier: Apache-2.0
// What kind of thing a volatile value is: two values that may differ must still have one shape.
#pragma once

#include <string_view>

namespace shadowdiff::normalise {

/// True when both texts could be the same kind of minted value: both UUIDs of one version, both
/// ISO 8601 times of one precision and offset form, both numbers, both hexadecimal of one length, …
/// One being empty, or of a recognised form that the other has not, is another shape. Two texts of
/// no recognised form have the same shape: what words say is not for this test.
///
/// The texts are bare ("12", "abc") or JSON texts ("\"abc\""); a quoted and an unquoted one differ.
/// Where chance can give a value of one form the looks of another, the doubt is for "same": a token
/// that happens to hold no digit, hexadecimal that happens to hold no letter.
bool same_shape(std::string_view one, std::string_view other);

/// The same for two values of one header field (lower-case name): of entity tags only weak or
/// strong matters, because how a server makes them is its own affair (RFC 9110, section 8.8.3); of
/// lists of timings and vendors only that they are there.
bool same_field_shape(std::string_view name, std::string_view one, std::string_view other);

/// True for a value that was made to be unlike any other: UUID, ULID, long hexadecimal, JWT, random
/// token, with or without a prefix. Words, numbers and times are not.
bool looks_minted(std::string_view text);

}  // namespace shadowdiff::normalise
