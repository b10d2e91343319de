// SPDX-License-Identifier: Apache-2.0
// What we write may hold customers' data: nobody else may read it, and no core dump may carry it.
#pragma once

namespace shadowdiff::cli {

/// From here on, files are made with mode 0600 and the process leaves no core dump.
void keep_files_private();

}  // namespace shadowdiff::cli
