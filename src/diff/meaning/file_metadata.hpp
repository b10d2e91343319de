// SPDX-License-Identifier: Apache-2.0
// Images, documents and archives: when and by what they were made, apart from what they show.
#pragma once

#include "base/bytes.hpp"

namespace shadowdiff::diff {

/// Both are PNG, JPEG, PDF or ZIP, and equal once dates, comments and tool names are left out.
bool differ_in_metadata_only(ByteView legacy, ByteView candidate);

}  // namespace shadowdiff::diff
