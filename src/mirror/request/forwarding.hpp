// SPDX-License-Identifier: Apache-2.0
// What the proxy adds to a request about itself and its client, where that is wanted: Via (RFC
// 9110, section 7.6.3), Forwarded (RFC 7239), X-Forwarded-For. Pure.
#pragma once

#include "base/endpoint.hpp"
#include "http/message.hpp"

#include <string>

namespace shadowdiff::mirror {

struct ForwardingOptions {
    std::string via;  // the name that Via tells; empty: no such field
    bool forwarded = false;
    bool x_forwarded_for = false;
};

/// Throws StartupError when the name of Via is none.
void check(const ForwardingOptions& options);

/// The legs' copies are made of the request behind this: they get what legacy gets.
void add_forwarding(const ForwardingOptions& options, const Endpoint& client, bool is_tls,
                    http::Request& request);

}  // namespace shadowdiff::mirror
