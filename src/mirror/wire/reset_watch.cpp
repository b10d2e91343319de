// SPDX-License-Identifier: Apache-2.0
#include "mirror/wire/reset_watch.hpp"

#include "mirror/wire/wire.hpp"

#include <sys/epoll.h>

#include <utility>

namespace shadowdiff::mirror {

// Errors are told without being asked for.
ResetWatch::ResetWatch(Readiness& readiness, int descriptor, std::function<void()> tell)
    : readiness_{readiness}, descriptor_{descriptor}, tell_{std::move(tell)} {
    readiness_.watch().begin_wait();
    readiness_.enter(*this, EPOLLET);
}

ResetWatch::~ResetWatch() {
    readiness_.leave(*this);
    if (tell_) readiness_.watch().end_wait();
}

void ResetWatch::note(Events events) {
    if (!events.broken || !tell_ || !has_error(descriptor_)) return;
    is_broken_ = true;
    readiness_.watch().end_wait();
    std::exchange(tell_, nullptr)();
}

void ResetWatch::give_up(std::vector<Resume>& /*waiting*/) { tell_ = nullptr; }

}  // namespace shadowdiff::mirror
