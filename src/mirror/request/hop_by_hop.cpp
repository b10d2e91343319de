// SPDX-License-Identifier: Apache-2.0
#include "mirror/request/hop_by_hop.hpp"

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

}  // namespace

HopByHop::HopByHop(const http::Fields& fields)
    : named_by_connection_{http::list_members(fields, "Connection")} {}

bool HopByHop::covers(std::string_view field_name) const {
    if (http::same_name(field_name, "Host")) return false;
    if (http::same_name(field_name, "Content-Length")) return false;
    return any_is(always_hop_by_hop, field_name) || any_is(named_by_connection_, field_name);
}

bool is_persistent(http::Version version, const http::Fields& fields) {
    const auto options = http::list_members(fields, "Connection");
    if (any_is(options, "close")) return false;
    return version == http::Version::http_1_1 || any_is(options, "keep-alive");
}

}  // namespace shadowdiff::mirror
