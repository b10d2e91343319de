// SPDX-License-Identifier: Apache-2.0
// What a person is shown of a body that is compared by bytes.
#pragma once

#include "base/bytes.hpp"

#include <cstddef>
#include <string>

namespace shadowdiff::diff {

/// UTF-8 without control characters but white space.
bool is_text(ByteView bytes);

/// Text from a little before `offset`; of other bytes their number and, in hexadecimal, those at
/// `offset`. At most about `bytes_max` bytes.
std::string excerpt(ByteView bytes, std::size_t offset, std::size_t bytes_max);

}  // namespace shadowdiff::diff
