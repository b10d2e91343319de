// SPDX-License-Identifier: Apache-2.0
#include "http/outcome.hpp"

namespace shadowdiff::http {
namespace {

Timing* timing_of(WireSighting& outcome) {
    if (auto* answer = std::get_if<WireAnswer>(&outcome)) return &answer->timing;
    auto* failed = std::get_if<AnswerSeen>(&outcome);
    return failed ? &failed->answer.timing : nullptr;
}

}  // namespace

std::uint16_t status_of(const WireSighting& outcome) {
    if (const auto* lost = std::get_if<Lost>(&outcome)) return status_of(*lost);
    if (const auto* answer = std::get_if<WireAnswer>(&outcome)) return status_of(*answer);
    const auto* failed = std::get_if<AnswerSeen>(&outcome);
    return failed ? status_of(*failed) : std::uint16_t{0};
}

void count_from(Timestamp request_at, WireSighting& outcome) {
    auto* timing = timing_of(outcome);
    if (!timing) return;
    const auto none = [](Duration) { return Duration{0}; };
    *timing = {request_at, timing->first_byte.transform(none), timing->last_byte.transform(none)};
}

}  // namespace shadowdiff::http
