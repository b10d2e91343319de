// SPDX-License-Identifier: Apache-2.0
// Which requests a run is about: the values of --include and --exclude. Pure.
#pragma once

#include "base/result.hpp"
#include "http/message.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace shadowdiff::mirror {

/// One condition on a request.
struct Filter {
    enum class On : std::uint8_t { route, host, header, query };
    On on = On::route;
    std::string name;     // of the header or query parameter
    std::string pattern;  // of the route, host or value; see pattern.hpp
    bool operator==(const Filter&) const = default;
};

/// "route:GET /users/*", "host:*.example.com", "header:X-Tenant=acme", "query:debug=*"; a header or
/// parameter without "=" has to be there. Hosts and header names compare without case.
Result<Filter> parse_filter(std::string_view text);

/// As they are written, one behind the other, parted by spaces.
std::string to_text(const std::vector<Filter>& filters);

struct Filters {
    std::vector<Filter> include;  // a request meets at least one of each kind that is given
    std::vector<Filter> exclude;  // and none of these
    bool operator==(const Filters&) const = default;
};

bool passes(const Filters& filters, const http::Request& request, std::string_view route);

}  // namespace shadowdiff::mirror
