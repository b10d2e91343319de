// SPDX-License-Identifier: Apache-2.0
// Which threads go first where there are more of them than processors.
#pragma once

namespace shadowdiff {

/// The calling thread lets others go first (nice 10, setpriority(2)): for what may come a little
/// later, beside threads that a client or a capture's buffer waits for. Needs no privilege.
void give_way() noexcept;

/// The calling thread waits for no other's slice to end when it wakes, and has a short one itself
/// (sched_setattr(2)): for what is to be done at a time. Its share of the processors stays. Linux
/// knows it from 6.12 on, before that nothing changes. Needs no privilege.
void be_punctual() noexcept;

}  // namespace shadowdiff
