// SPDX-License-Identifier: Apache-2.0
// A response in one piece of memory, for whoever keeps many and looks at few.
#pragma once

#include "base/bytes.hpp"
#include "http/message.hpp"

#include <cstddef>

namespace shadowdiff::pipeline {

std::size_t packed_size(const http::Response& response);
/// Takes the place of what `packed` holds, whose memory is used again.
void pack(const http::Response& response, Bytes& packed);
http::Response unpacked(ByteView packed);

}  // namespace shadowdiff::pipeline
