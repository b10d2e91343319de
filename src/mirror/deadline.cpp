// SPDX-License-Identifier: Apache-2.0
#include "mirror/deadline.hpp"

namespace shadowdiff::mirror {

struct Deadline::State {
    asio::steady_timer timer;
    StreamSocket* socket;
    bool is_set = false;
    bool has_passed = false;

    void fire() {
        if (!socket || !is_set || timer.expiry() > SteadyClock::now())
            return;  // set anew meanwhile
        has_passed = true;
        ErrorCode ignored;
        socket->close(ignored);
    }
};

Deadline::Deadline(StreamSocket& socket)
    : state_{std::make_shared<State>(asio::steady_timer{socket.get_executor()}, &socket)} {}

Deadline::~Deadline() {
    state_->socket = nullptr;
    state_->timer.cancel();
}

void Deadline::set(SteadyTime at) {
    state_->timer.expires_at(at);
    state_->is_set = true;
    state_->timer.async_wait([state = state_](ErrorCode error) {
        if (!error) state->fire();
    });
}

void Deadline::clear() {
    state_->is_set = false;
    state_->timer.cancel();
}

bool Deadline::is_set() const { return state_->is_set; }
bool Deadline::has_passed() const { return state_->has_passed; }

void Deadline::reset() {
    clear();
    state_->has_passed = false;
}

}  // namespace shadowdiff::mirror
