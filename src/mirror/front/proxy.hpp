// SPDX-License-Identifier: Apache-2.0
// In the live path: the client gets legacy's answer as it comes, whatever happens to the copies. It
// reports what passes as Sightings, like capture does.
#pragma once

#include "base/coverage.hpp"
#include "base/limits.hpp"
#include "http/sighting.hpp"
#include "mirror/front/front.hpp"
#include "mirror/request/forwarding.hpp"
#include "mirror/upstream/target.hpp"
#include "mirror/upstream/tls_options.hpp"

#include <cstdint>
#include <functional>
#include <memory>

namespace shadowdiff::mirror {

struct ProxyOptions {
    ListenOptions listen;
    Target legacy;
    TlsOptions legacy_tls;
    ForwardingOptions forwarding;
    std::uint64_t run_seed = 0;  // makes exchange ids, as in http::Conversations
    HttpLimits http;
    MirrorLimits limits;
};

/// Listens at once; throws StartupError when it cannot. `deliver` is called on the io_context's
/// thread, must not wait, and says of a RequestSeen whether more of its exchange is wanted.
/// `on_coverage`, which may be empty, is called likewise with all so far that is in no exchange.
/// After the front's destruction nothing is delivered.
std::unique_ptr<Front> make_proxy(boost::asio::io_context& io, ProxyOptions options,
                                  std::function<bool(http::Sighting)> deliver,
                                  std::function<void(const Coverage&)> on_coverage = {});

}  // namespace shadowdiff::mirror
