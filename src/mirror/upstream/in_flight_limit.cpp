// SPDX-License-Identifier: Apache-2.0
#include "mirror/upstream/in_flight_limit.hpp"

#include <algorithm>

namespace shadowdiff::mirror {
namespace {

constexpr double usual_weight = 1.0 / 1'000;
constexpr double late_weight = 1.0 / 20;
constexpr std::size_t answers_to_know = 50;    // before that nothing is usual
constexpr double slower = 2.0;                 // than usual: it suffers
constexpr double latency_noise = 0.005;        // seconds that mean nothing
constexpr double more_errors = 0.1;            // of 1, above the usual share
constexpr Duration between_lowerings = 100ms;  // so that one bad moment counts once

// Over the first answers the plain mean, later the moving one.
void blend(double& mean, double value, double weight, std::size_t count) {
    mean += (value - mean) * std::max(weight, 1.0 / static_cast<double>(count));
}

}  // namespace

InFlightLimit::InFlightLimit(const LegLimits& limits, bool backs_off)
    : max_{std::max<std::size_t>(1, std::min(limits.in_flight_max, limits.connections_max))},
      first_{std::clamp<std::size_t>(limits.slow_start, 1, max_)},
      limit_{first_},
      backs_off_{backs_off} {}

void InFlightLimit::start_slowly() { limit_ = std::min(limit_, first_); }

void InFlightLimit::note_answer(Duration latency, bool is_error, Time at) {
    if (backs_off_) {
        ++answers_;
        const auto seconds = std::chrono::duration<double>(latency).count();
        if (!is_error) {
            blend(usual_latency_, seconds, usual_weight, answers_);
            blend(late_latency_, seconds, late_weight, answers_);
        }
        blend(usual_errors_, is_error ? 1 : 0, usual_weight, answers_);
        blend(late_errors_, is_error ? 1 : 0, late_weight, answers_);
        if (suffers()) return lower(at);
    }
    if (is_error) return;
    limit_ = std::min(limit_ + 1, max_);
    if (limit_ == max_) is_backing_off_ = false;
}

bool InFlightLimit::suffers() const {
    if (answers_ < answers_to_know) return false;
    return late_latency_ > slower * usual_latency_ + latency_noise ||
           late_errors_ > usual_errors_ + more_errors;
}

void InFlightLimit::lower(Time at) {
    if (at < not_lowered_before_) return;
    not_lowered_before_ = at + between_lowerings;
    limit_ = std::max<std::size_t>(1, limit_ / 2);
    is_backing_off_ = true;
    ++times_lowered_;
}

}  // namespace shadowdiff::mirror
