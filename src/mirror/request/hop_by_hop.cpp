// SPDX-License-Identifier: Apache-2.0
#include "mirror/request/hop_by_hop.hpp"

#include "http/list_member.hpp"

#include <algorithm>

namespace shadowdiff::mirror {
namespace {

bool is_always_hop_by_hop(std::string_view name) {
    const auto is = [&](std::string_view other) { return http::same_name(name, other); };
    switch (name.size()) {
        case 2: return is("TE");
        case 7: return is("Trailer") || is("Upgrade");
        case 10: return is("Connection") || is("Keep-Alive");
        case 14: return is("HTTP2-Settings");
        case 16: return is("Proxy-Connection");
        case 17: return is("Transfer-Encoding");
        default: return false;
    }
}

void for_each_option(const http::Fields& fields, const auto& visit) {
    for (const auto& field : fields) {
        if (!http::same_name(field.name, "Connection")) continue;
        std::string_view rest = field.value;
        for (auto option = http::take_member(rest); !option.empty();
             option = http::take_member(rest)) {
            visit(option);
        }
    }
}

}  // namespace

// Most name no field, but say whether the connection stays: "keep-alive" is known already.
HopByHop::HopByHop(const http::Fields& fields) {
    for_each_option(fields, [&](std::string_view name) {
        if (!is_always_hop_by_hop(name)) named_by_connection_.push_back(name);
    });
}

bool HopByHop::covers(std::string_view field_name) const {
    const auto is = [&](std::string_view other) { return http::same_name(field_name, other); };
    if (is_always_hop_by_hop(field_name)) return true;
    return std::ranges::any_of(named_by_connection_, is) && !is("Host") && !is("Content-Length");
}

bool is_persistent(http::Version version, const http::Fields& fields) {
    bool closes = false;
    bool keeps = version == http::Version::http_1_1;
    for_each_option(fields, [&](std::string_view option) {
        closes = closes || http::same_name(option, "close");
        keeps = keeps || http::same_name(option, "keep-alive");
    });
    return keeps && !closes;
}

}  // namespace shadowdiff::mirror
