// SPDX-License-Identifier: Apache-2.0
// The link layer that a capture names: what stands in front of Ethernet, LLC, PPP or IP.
#pragma once

#include "frames/layer.hpp"

#include <cstdint>

namespace shadowdiff::frames {

/// Takes off what the link type puts in front. unknown_link_frames when we do not decode it.
Step behind_link(std::uint16_t link_type, Frame& frame);

/// True when `behind_link` knows the link layer at all.
bool is_known_link_type(std::uint16_t link_type);

}  // namespace shadowdiff::frames
