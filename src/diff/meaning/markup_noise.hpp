// SPDX-License-Identifier: Apache-2.0
// What an HTML page has anew in every answer, or in every build of the candidate: nonces, CSRF
// tokens, and the hashes in the names of its assets.
#pragma once

#include "diff/difference.hpp"

namespace shadowdiff::diff {

/// Both values are such, and of one shape: as with per-message header fields, that says nothing.
bool is_markup_noise(const Difference& difference);

}  // namespace shadowdiff::diff
