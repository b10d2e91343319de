// SPDX-License-Identifier: Apache-2.0
// What is said when nothing can go on: an exception that left a thread is a bug, or a system that
// gives nothing any more.
#pragma once

namespace shadowdiff {

/// From here on such an end is one line on stderr and this exit status, in place of a library's
/// words and a signal.
void end_in_one_line(int exit_status);

}  // namespace shadowdiff
