// SPDX-License-Identifier: Apache-2.0
// Which methods may be sent to which leg. Safe ones go everywhere; an unsafe one only where it was
// allowed by name. Pure.
#pragma once

#include "base/result.hpp"
#include "http/exchange.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace shadowdiff::mirror {

struct MethodPolicy {
    std::vector<std::string> to_candidate;         // unsafe methods, on every route
    std::vector<std::string> routes_to_candidate;  // "POST /orders", with stars
    bool resends_to_legacy = false;  // what the candidate may get, legacy and secondary get too
    bool operator==(const MethodPolicy&) const = default;
};

/// GET, HEAD and OPTIONS: sent again without asking anyone.
bool is_sent_by_default(std::string_view method);

/// A target whose path has "." or ".." as a segment, however written, or an empty one inside, may
/// be another route's to a server: no permission for a route is one for that.
bool may_be_sent(const MethodPolicy& policy, http::Leg leg, std::string_view method,
                 std::string_view route, std::string_view target);

/// A method's name as the value of --allow-method.
Result<std::string> parse_method(std::string_view text);
/// "POST /orders/*" as the value of --allow-unsafe.
Result<std::string> parse_unsafe_route(std::string_view text);

/// For the run's row: "safe methods only", "safe methods; POST, PUT /a to the candidate".
std::string to_text(const MethodPolicy& policy);

}  // namespace shadowdiff::mirror
