// SPDX-License-Identifier: Apache-2.0
// The checks of what was captured: each looks at one thing that makes captures worthless, and says
// what to do about it.
#pragma once

#include "pipeline/doctor/doctor.hpp"

namespace shadowdiff::pipeline {

Finding check_traffic(const Measurements& measured,
                      const std::optional<capture::InterfaceState>& state);
Finding check_drops(const Measurements& measured);
Finding check_cuts(const Measurements& measured);
Finding check_clock(const Measurements& measured);
Finding check_tunnels(const Measurements& measured,
                      const std::optional<capture::InterfaceState>& state);
Finding check_directions(const Measurements& measured);
Finding check_gaps(const Measurements& measured);
Finding check_tls(const Measurements& measured);
Finding check_http2(const Measurements& measured);
Finding check_http(const Measurements& measured);
Finding check_own_traffic(const Measurements& measured);

}  // namespace shadowdiff::pipeline
