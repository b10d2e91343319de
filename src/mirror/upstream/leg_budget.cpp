// SPDX-License-Identifier: Apache-2.0
#include "mirror/upstream/leg_budget.hpp"

namespace shadowdiff::mirror {
namespace {

constexpr std::uint16_t first_server_error = 500;
constexpr std::uint16_t too_many_requests = 429;

// A server error is an answer like any other to the comparison; to a service that is to be spared
// it is a cry.
bool is_error(const http::Response& response) {
    return response.status >= first_server_error || response.status == too_many_requests;
}

}  // namespace

LegBudget::LegBudget(const LegLimits& limits, bool is_production)
    : limits_{limits},
      is_production_{is_production},
      bucket_{limits.rate_max},
      breaker_{limits},
      limit_{limits, is_production} {}

Turn LegBudget::turn(Time now, bool has_time) {
    using Kind = Turn::Kind;
    // Nothing probes beside what was asked before: its late failure would pass for the probe's.
    const bool may_probe = breaker_.is_closed() || in_flight_ == 0;
    if (!breaker_.allows(now) || !may_probe) return {Kind::shed, http::Shed::breaker_open, {}};
    if (in_flight_ >= limit_.now()) {
        if (limit_.is_backing_off() && !has_time) return {Kind::shed, http::Shed::backing_off, {}};
        return {Kind::wait, http::Shed::in_flight, {}};
    }
    const auto next = bucket_.next(now);
    if (next > now) return {Kind::wait, http::Shed::rate, next};
    return {};
}

void LegBudget::begin(Time now) {
    bucket_.take();
    breaker_.begin(now);
    ++in_flight_;
}

void LegBudget::end(const http::Answer& answer, Time now) {
    --in_flight_;
    const auto* failure = answer.failure();
    if (failure && failure->failure_class == http::FailureClass::shed) return breaker_.forget();
    const auto latency = answer.timing.last_byte.value_or(Duration::zero());
    const bool is_slow = limits_.slow_max && latency > *limits_.slow_max;
    const bool was_closed = breaker_.is_closed();
    breaker_.note(failure != nullptr || is_slow, now);
    if (failure) {
        limit_.note_failure(now);
    } else {
        limit_.note_answer(latency, is_production_ && is_error(*answer.response()), now);
    }
    if (was_closed != breaker_.is_closed()) limit_.start_slowly();
}

}  // namespace shadowdiff::mirror
