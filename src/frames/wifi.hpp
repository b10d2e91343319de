// SPDX-License-Identifier: Apache-2.0
// IEEE 802.11 data frames, and the headers that radio captures put in front of them.
#pragma once

#include "frames/layer.hpp"

namespace shadowdiff::frames {

/// A data frame's payload. Protected frames and pieces of one are undecodable_frames, all that is
/// no data not_tcp_frames. Of an A-MSDU the first frame is read, the others are `left_unread`.
Step behind_wifi(Frame& frame);

Step behind_radiotap(Frame& frame);
Step behind_prism(Frame& frame);  // or AVS, which some drivers put under Prism's number
Step behind_avs(Frame& frame);

}  // namespace shadowdiff::frames
