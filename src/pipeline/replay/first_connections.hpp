// SPDX-License-Identifier: Apache-2.0
// How many connections the beginning of a replay needs, by a look at the beginning of its
// recording.
#pragma once

#include "pipeline/replay/replay.hpp"

#include <cstddef>
#include <functional>

namespace shadowdiff::pipeline {

/// Of how many client connections requests are sent in the first moments: none where there is no
/// pace, nobody is asked, or to look at a file would take what it says. `lacks_something`: those
/// are not sent; it may be empty. Throws StartupError when a first file is no recording.
std::size_t first_connections(const ReplayOptions& replay, const ShadowOptions& options,
                              const std::function<bool(const http::Request&)>& lacks_something);

}  // namespace shadowdiff::pipeline
