// SPDX-License-Identifier: Apache-2.0
// Which threads go first where there are more of them than processors.
#pragma once

namespace shadowdiff {

/// The calling thread lets others go first (nice 10, setpriority(2)): for what may come a little
/// later, beside threads that a client or a capture's buffer waits for. Needs no privilege.
void give_way() noexcept;

}  // namespace shadowdiff
