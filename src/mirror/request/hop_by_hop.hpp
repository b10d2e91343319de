// SPDX-License-Identifier: Apache-2.0
// Which fields concern one connection only, and what they say about it (RFC 9110, section 7.6.1).
// Pure.
#pragma once

#include "http/message.hpp"

#include <string_view>
#include <vector>

namespace shadowdiff::mirror {

/// Borrows the fields it was made from.
class HopByHop {
public:
    explicit HopByHop(const http::Fields& fields);
    /// Host and Content-Length are never among them, whatever Connection names.
    bool covers(std::string_view field_name) const;

private:
    std::vector<std::string_view> named_by_connection_;
};

/// The sender of such a head leaves the connection open after the message (RFC 9112, 9.3).
bool is_persistent(http::Version version, const http::Fields& fields);

}  // namespace shadowdiff::mirror
