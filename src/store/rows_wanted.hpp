// SPDX-License-Identifier: Apache-2.0
// What of a run a reader needs beside its counts: the rest costs time.
#pragma once

namespace shadowdiff::store {

struct RowsWanted {
    bool examples = true;  // exchanges that show findings
    bool latency = true;
    bool trend = true;  // what was before the run's middle
};

}  // namespace shadowdiff::store
