// SPDX-License-Identifier: Apache-2.0
#include "mirror/wire/deadline.hpp"

#include <utility>

namespace shadowdiff::mirror {

struct Deadline::State : std::enable_shared_from_this<State> {
    State(const asio::any_io_executor& executor, std::function<void()> close)
        : timer{executor}, close_socket{std::move(close)} {}

    asio::steady_timer timer;
    std::function<void()> close_socket;  // empty: the deadline has gone
    SteadyTime at;
    SteadyTime next_look = SteadyTime::max();  // max: the timer does not run
    bool is_set = false;
    bool has_passed = false;

    void look_at(SteadyTime when) {
        next_look = when;
        timer.expires_at(when);
        timer.async_wait([self = shared_from_this()](ErrorCode error) {
            if (!error) self->look();
        });
    }

    void look() {
        next_look = SteadyTime::max();
        if (!close_socket || !is_set) return;
        if (at > SteadyClock::now()) return look_at(at);  // set anew meanwhile
        has_passed = true;
        close_socket();
    }
};

Deadline::Deadline(const asio::any_io_executor& executor, std::function<void()> close_socket)
    : state_{std::make_shared<State>(executor, std::move(close_socket))} {}

Deadline::~Deadline() {
    state_->close_socket = nullptr;
    state_->timer.cancel();
}

void Deadline::set(SteadyTime at) {
    state_->at = at;
    state_->is_set = true;
    if (at < state_->next_look) state_->look_at(at);
}

void Deadline::clear() { state_->is_set = false; }
bool Deadline::is_set() const { return state_->is_set; }
bool Deadline::has_passed() const { return state_->has_passed; }

void Deadline::reset() {
    clear();
    state_->has_passed = false;
}

}  // namespace shadowdiff::mirror
