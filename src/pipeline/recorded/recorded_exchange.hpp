// SPDX-License-Identifier: Apache-2.0
// One request with all that recorded traffic tells of it.
#pragma once

#include "base/reason.hpp"
#include "http/exchange.hpp"

namespace shadowdiff::pipeline {

struct RecordedExchange {
    http::Exchange exchange;
    Reason lost = Reason::none;    // why legacy's answer is not among its answers
    bool is_request_whole = true;  // else it was seen, and is lost
};

}  // namespace shadowdiff::pipeline
