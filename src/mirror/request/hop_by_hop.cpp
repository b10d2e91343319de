// SPDX-License-Identifier: Apache-2.0
#include "mirror/request/hop_by_hop.hpp"

#include "http/list_member.hpp"

#include <algorithm>
#include <array>

namespace shadowdiff::mirror {
namespace {

constexpr std::array<std::string_view, 8> always_hop_by_hop = {
    "Connection", "Keep-Alive", "Proxy-Connection",  "TE",
    "Trailer",    "Upgrade",    "Transfer-Encoding", "HTTP2-Settings"};

bool any_is(const auto& names, std::string_view name) {
    return std::ranges::any_of(names, [&](auto other) { return http::same_name(other, name); });
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
        if (!any_is(always_hop_by_hop, name)) named_by_connection_.push_back(name);
    });
}

bool HopByHop::covers(std::string_view field_name) const {
    if (http::same_name(field_name, "Host")) return false;
    if (http::same_name(field_name, "Content-Length")) return false;
    return any_is(always_hop_by_hop, field_name) || any_is(named_by_connection_, field_name);
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
