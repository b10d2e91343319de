// SPDX-License-Identifier: Apache-2.0
// An argument that is made where it stays: a container's emplace_back() moves what it is given, and
// a value that was just written in parts cannot be moved before they are stored.
#pragma once

#include <type_traits>

namespace shadowdiff {

template <class Make>
struct Made {
    Make make;
    operator std::invoke_result_t<const Make&>() const { return make(); }
};

}  // namespace shadowdiff
