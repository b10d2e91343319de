// SPDX-License-Identifier: Apache-2.0
#include "cli/freed_memory.hpp"

#ifdef SHADOWDIFF_MIMALLOC
#include <mimalloc.h>
#endif

namespace shadowdiff::cli {

// Sanitizers have an allocator of their own.
void keep_freed_memory() {
#ifdef SHADOWDIFF_MIMALLOC
    constexpr long kept_ms = 1'000;
    mi_option_set_default(mi_option_decommit_delay, kept_ms);
#endif
}

}  // namespace shadowdiff::cli
