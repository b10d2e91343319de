// SPDX-License-Identifier: Apache-2.0
// Takes the copies that a mesh or a web server makes of its traffic. Each is answered with 204 once
// it is whole, whatever becomes of it, and told as Sightings; the answer that its original got is
// not known here.
#pragma once

#include "base/coverage.hpp"
#include "base/limits.hpp"
#include "http/sighting.hpp"
#include "mirror/front/front.hpp"

#include <cstdint>
#include <functional>
#include <memory>

namespace shadowdiff::mirror {

struct ReceiverOptions {
    ListenOptions listen;
    std::uint64_t run_seed = 0;  // makes exchange ids, as in http::Conversations
    HttpLimits http;
    MirrorLimits limits;
};

/// Listens at once; throws StartupError when it cannot. `deliver` is called on the io_context's
/// thread and must not wait; so is `on_coverage`, which may be empty, with all so far that is in no
/// exchange. After the front's destruction nothing is delivered.
std::unique_ptr<Front> make_receiver(boost::asio::io_context& io, ReceiverOptions options,
                                     std::function<bool(http::Sighting)> deliver,
                                     std::function<void(const Coverage&)> on_coverage = {});

}  // namespace shadowdiff::mirror
