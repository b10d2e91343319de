// SPDX-License-Identifier: Apache-2.0
#include "mirror/errand.hpp"

#include "mirror/failure.hpp"

namespace shadowdiff::mirror {

http::Answer shed_answer(const Errand& errand, http::Shed shed) {
    return {.leg = errand.leg,
            .origin = http::Origin::sent,
            .attempt = errand.attempt,
            .outcome = http::Failure{.failure_class = http::FailureClass::shed,
                                     .detail = std::string{describe(shed)},
                                     .status = 0,
                                     .shed = shed},
            .timing = {}};
}

}  // namespace shadowdiff::mirror
