// SPDX-License-Identifier: Apache-2.0
// Brings a run file of an earlier schema forward, in place.
#pragma once

#include "base/result.hpp"

#include <filesystem>

namespace shadowdiff::store {

/// Afterwards the file has this version's schema: nothing was to do, or all of it was done in one
/// transaction. The Error says why it cannot be used.
Result<void> migrate(const std::filesystem::path& file);

}  // namespace shadowdiff::store
