// SPDX-License-Identifier: Apache-2.0
// Two texts that are mostly the same: remembers how far they were seen to agree, so that no part is
// compared again in each of the values that hold it.
#pragma once

#include "base/bytes.hpp"

#include <cstddef>

namespace shadowdiff::diff {

class EqualRun {
public:
    EqualRun(ByteView legacy, ByteView candidate) : legacy_{legacy}, candidate_{candidate} {}

    /// True when `length` bytes from there on are equal.
    bool holds(std::size_t legacy, std::size_t candidate, std::size_t length);

private:
    void extend(std::size_t legacy_end);

    ByteView legacy_;
    ByteView candidate_;
    std::size_t begin_ = 1;  // in legacy, empty at first
    std::size_t end_ = 0;
    std::size_t shift_ = 0;  // of the candidate's place, modulo the size of the type
    std::size_t ahead_ = 0;  // how far to look beyond what is asked
    bool is_cut_ = false;    // nobody looked beyond end_
};

}  // namespace shadowdiff::diff
