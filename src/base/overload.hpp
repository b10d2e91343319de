// SPDX-License-Identifier: Apache-2.0
// One visitor out of several lambdas, for std::visit over a closed family.
#pragma once

namespace shadowdiff {

template <class... Lambdas>
struct Overload : Lambdas... {
    using Lambdas::operator()...;
};

}  // namespace shadowdiff
