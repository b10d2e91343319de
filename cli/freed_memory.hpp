// SPDX-License-Identifier: Apache-2.0
// What a queue holds comes and goes within a second. Given back to the system at once, as the
// allocator does by itself, each page of it would be faulted in again.
#pragma once

namespace shadowdiff::cli {

/// From here on, what was freed stays with us for a second before the system gets it back, unless
/// the environment (MIMALLOC_DECOMMIT_DELAY) says otherwise.
void keep_freed_memory();

}  // namespace shadowdiff::cli
