// SPDX-License-Identifier: Apache-2.0
#include "mirror/whether/whether.hpp"

#include "mirror/request/mark.hpp"

#include <algorithm>

namespace shadowdiff::mirror {
namespace {

std::vector<http::Leg> allowed_legs(const MethodPolicy& policy, const http::Request& request,
                                    std::string_view route, const std::vector<http::Leg>& legs) {
    std::vector<http::Leg> allowed;
    for (const auto leg : legs) {
        if (!may_be_sent(policy, leg, request.method, route, request.target)) continue;
        allowed.push_back(leg);
    }
    const bool lacks_legacy = std::ranges::count(allowed, http::Leg::legacy) <
                              std::ranges::count(legs, http::Leg::legacy);
    if (lacks_legacy) allowed.clear();
    return allowed;
}

// HTTP/2 is no longer begun by Upgrade, and servers answer such an offer as if it were not there
// (RFC 9113, section 3.1). Where legacy does not, its answer tells.
bool may_leave_http(const http::Request& request) {
    if (request.method == "CONNECT") return true;
    return std::ranges::any_of(
        http::list_members(request.headers, "Upgrade"),
        [](std::string_view protocol) { return !http::same_name(protocol, "h2c"); });
}

}  // namespace

// Our own traffic comes first: whatever else it is, it must not be counted as the users'.
Choice choose(const WhetherOptions& options, const http::Exchange& exchange, std::string_view route,
              const std::vector<http::Leg>& legs) {
    const auto& request = exchange.request;
    if (http::find(request.headers, mark_header)) return {Reason::own_traffic, {}};
    const bool may_be_nobody = options.answers_are_recorded;
    if (legs.empty() && !may_be_nobody) return {Reason::not_asked, {}};
    if (may_leave_http(request)) return {Reason::upgrade, {}};
    if (!passes(options.filters, request, route)) return {Reason::filter, {}};
    if (!is_taken(options.sampling, exchange)) return {Reason::sampling, {}};
    auto allowed = allowed_legs(options.methods, request, route, legs);
    if (allowed.empty() && !may_be_nobody) return {Reason::unsafe_method, {}};
    if (request.body.is_whole()) return {Reason::none, std::move(allowed)};
    if (!may_be_nobody) return {Reason::request_body_limit, {}};
    return {Reason::none, {}};
}

}  // namespace shadowdiff::mirror
