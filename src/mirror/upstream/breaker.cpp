// SPDX-License-Identifier: Apache-2.0
#include "mirror/upstream/breaker.hpp"

#include <algorithm>

namespace shadowdiff::mirror {

bool Breaker::allows(Time now) const {
    switch (state_) {
        case State::closed: return true;
        case State::open: return now >= open_until_;
        case State::probing: return false;  // one at a time
    }
    return false;
}

void Breaker::begin(Time now) {
    if (state_ == State::open && now >= open_until_) state_ = State::probing;
}

void Breaker::note(bool failed, Time now) {
    if (state_ == State::probing) {
        if (!failed) return close();
        open_for_ = std::min(open_for_ * 2, limits_.breaker_open_max);
        return open(now);
    }
    if (state_ == State::open) return;  // asked before it opened
    slide(now);
    ++current_.requests;
    current_.failures += failed ? 1U : 0U;
    const auto requests = current_.requests + previous_.requests;
    const auto failures = current_.failures + previous_.failures;
    const bool is_enough = requests >= limits_.breaker_requests_min;
    const auto bearable = limits_.breaker_failures_max * static_cast<double>(requests);
    if (failed && is_enough && limits_.breaker_failures_max < 1 &&
        static_cast<double>(failures) >= bearable) {
        open(now);
    }
}

// A probe that said nothing: the next request probes.
void Breaker::forget() {
    if (state_ == State::probing) state_ = State::open;
}

void Breaker::slide(Time now) {
    const auto half = limits_.breaker_window / 2;
    if (now < half_since_ + half) return;
    previous_ = now < half_since_ + 2 * half ? current_ : Half{};
    current_ = {};
    half_since_ = now;
}

void Breaker::open(Time now) {
    state_ = State::open;
    open_until_ = now + open_for_;
    ++openings_;
}

void Breaker::close() {
    state_ = State::closed;
    open_for_ = limits_.breaker_open_min;
    current_ = previous_ = {};
}

}  // namespace shadowdiff::mirror
