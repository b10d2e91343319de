// SPDX-License-Identifier: Apache-2.0
#include "mirror/upstream/errand.hpp"

#include "mirror/upstream/failure.hpp"

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

std::optional<Duration> lateness(const Errand& errand, const http::Answer& answer) {
    const auto* failure = answer.failure();
    const bool was_sent = !failure || failure->shed == http::Shed::none;
    if (!errand.due || !was_sent) return std::nullopt;
    return answer.timing.request_at - *errand.due;
}

}  // namespace shadowdiff::mirror
