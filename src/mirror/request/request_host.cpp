// SPDX-License-Identifier: Apache-2.0
#include "mirror/request/request_host.hpp"

namespace shadowdiff::mirror {

std::string_view host_in_target(const http::Request& request) {
    const auto authority = http::authority_of(request.target).value_or("");
    return authority.substr(authority.rfind('@') + 1);  // npos + 1 is 0
}

std::string_view asked_host(const http::Request& request) {
    const auto host = host_in_target(request);
    return host.empty() ? http::value_of(request.headers, "Host").value_or("") : host;
}

void settle_host(http::Request& request) {
    const auto host = host_in_target(request);
    if (host.empty()) return;
    auto& fields = request.headers;
    if (const auto* field = http::find(fields, "Host")) {
        fields.set_value(*field, host);
    } else if (request.version == http::Version::http_1_0) {
        fields.push_front({"Host", host});
    }
}

}  // namespace shadowdiff::mirror
