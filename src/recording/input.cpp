// SPDX-License-Identifier: Apache-2.0
#include "recording/input.hpp"

namespace shadowdiff::recording {

void Input::feed(ByteView bytes) {
    if (used_ > bytes_.size() / 2) {
        bytes_.erase(0, used_);
        used_ = 0;
    }
    bytes_.append(bytes);
}

void Input::use(std::size_t bytes) {
    used_ += bytes;
    offset_ += bytes;
}

}  // namespace shadowdiff::recording
