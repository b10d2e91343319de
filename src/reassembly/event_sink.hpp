// SPDX-License-Identifier: Apache-2.0
// Where streams and the table put what one segment makes known.
#pragma once

#include "base/coverage.hpp"
#include "reassembly/stream_event.hpp"

#include <cstddef>
#include <forward_list>
#include <vector>

namespace shadowdiff::reassembly {

struct EventSink {
    std::vector<StreamEvent> events;
    std::forward_list<Bytes> lent;  // what was held and is now delivered; events borrow it
    std::size_t held_cost = 0;      // of what all streams hold
    Coverage coverage;

    /// Forgets the events of the last segment.
    void clear() {
        events.clear();
        lent.clear();
    }
};

}  // namespace shadowdiff::reassembly
