// SPDX-License-Identifier: Apache-2.0
// Bytes of a recording that were fed and not yet used, and where in the recording they stand.
#pragma once

#include "base/bytes.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace shadowdiff::recording {

class Input {
public:
    void feed(ByteView bytes);
    /// No more will come.
    void end() { has_ended_ = true; }
    bool has_ended() const { return has_ended_; }

    ByteView rest() const { return ByteView{bytes_}.substr(used_); }
    std::uint64_t offset() const { return offset_; }  // of the first byte of rest()
    void use(std::size_t bytes);

private:
    Bytes bytes_;
    std::size_t used_ = 0;  // of bytes_; moved away when it is most of them
    std::uint64_t offset_ = 0;
    bool has_ended_ = false;
};

}  // namespace shadowdiff::recording
