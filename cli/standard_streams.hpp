// SPDX-License-Identifier: Apache-2.0
// The three streams that every program has.
#pragma once

namespace shadowdiff::cli {

/// Where one was closed, its number would go to the next file that is opened, a run file perhaps,
/// and messages into that. It is taken instead, and what is written there fails as before.
void keep_standard_streams();

}  // namespace shadowdiff::cli
