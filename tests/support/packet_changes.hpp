// SPDX-License-Identifier: Apache-2.0
// What marks do to packets that were sent: lost, moved, sent again with other boundaries …
#pragma once

#include "tests/support/packet_marks.hpp"
#include "tests/support/packets.hpp"

#include <vector>

namespace shadowdiff::test {

void apply(const Mark& mark, std::vector<TcpPacket>& packets);

}  // namespace shadowdiff::test
