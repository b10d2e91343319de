// SPDX-License-Identifier: Apache-2.0
// Whether a request is sent again, and to which legs. Pure.
#pragma once

#include "base/reason.hpp"
#include "http/exchange.hpp"
#include "mirror/whether/filter.hpp"
#include "mirror/whether/method_policy.hpp"
#include "mirror/whether/sampling.hpp"

#include <string_view>
#include <vector>

namespace shadowdiff::mirror {

struct WhetherOptions {
    MethodPolicy methods;
    Filters filters;
    Sampling sampling;
    /// What is to be compared is there already: nobody need be asked.
    bool answers_are_recorded = false;
    bool operator==(const WhetherOptions&) const = default;
};

struct Choice {
    Reason reason = Reason::none;  // why it is not sent again
    std::vector<http::Leg> legs;   // else at least one, or none where answers are recorded
    bool operator==(const Choice&) const = default;
};

/// `legs`: those that are configured. When legacy is among them, and may not be sent this request,
/// there is nothing to compare with, so nobody is. Reasons: own_traffic, not_asked (no leg is
/// configured), upgrade (CONNECT, or Upgrade to anything but h2c), filter, sampling, unsafe_method,
/// request_body_limit (its body was not kept whole).
Choice choose(const WhetherOptions& options, const http::Exchange& exchange, std::string_view route,
              const std::vector<http::Leg>& legs);

}  // namespace shadowdiff::mirror
