// SPDX-License-Identifier: Apache-2.0
#include "mirror/policy.hpp"

namespace shadowdiff::mirror {

// Our own traffic comes first: whatever else it is, it must not be counted as the users'.
Reason exclusion_of(const http::Request& request) {
    if (http::find(request.headers, mark_header)) return Reason::own_traffic;
    if (request.method == "CONNECT" || http::find(request.headers, "Upgrade")) {
        return Reason::upgrade;
    }
    if (!http::is_safe_method(request.method)) return Reason::unsafe_method;
    if (!request.body.is_whole()) return Reason::request_body_limit;
    return Reason::none;
}

}  // namespace shadowdiff::mirror
