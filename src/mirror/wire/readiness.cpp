// SPDX-License-Identifier: Apache-2.0
#include "mirror/wire/readiness.hpp"

#include "base/result.hpp"
#include "mirror/wire/buffer_pool.hpp"

#include <sys/epoll.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <utility>

namespace shadowdiff::mirror {
namespace {

constexpr std::size_t events_at_once_max = 64;
// So many that more have likely come meanwhile. After some looks what was posted, timers and TLS
// have their turn.
constexpr int events_of_a_busy_look = 4;
constexpr int looks_max = 4;

int new_epoll() {
    const int descriptor = ::epoll_create1(EPOLL_CLOEXEC);
    if (descriptor < 0) throw StartupError{"no epoll: too many open files (try ulimit -n 65536)"};
    return descriptor;
}

}  // namespace

Readiness::Readiness(asio::execution_context& context)
    : service{context},
      watch_{static_cast<asio::io_context&>(context), new_epoll(), [this] { return look(); }},
      buffers_{asio::use_service<BufferPool>(context).buffers()} {}

void Readiness::enter(ReadinessUser& user, std::uint32_t events) {
    const auto descriptor = static_cast<std::size_t>(user.descriptor());
    if (users_.size() <= descriptor) users_.resize(descriptor + 1);
    users_[descriptor] = &user;
    epoll_event event{};
    event.events = events;
    event.data.fd = user.descriptor();
    if (::epoll_ctl(watch_.descriptor(), EPOLL_CTL_ADD, user.descriptor(), &event) == 0) return;
    user.note({.readable = true,
               .writable = true,
               .ending = true});  // the kernel has no room for it: reading tells
}

void Readiness::leave(ReadinessUser& user) {
    const auto descriptor = static_cast<std::size_t>(user.descriptor());
    if (descriptor < users_.size() && users_[descriptor] == &user) users_[descriptor] = nullptr;
    ::epoll_ctl(watch_.descriptor(), EPOLL_CTL_DEL, user.descriptor(), nullptr);
}

bool Readiness::look() {
    for (int i = 0; i < looks_max && take_events() >= events_of_a_busy_look; ++i) {
    }
    return false;  // what is left in it is an event
}

// A user may go while another is told, and a new one may take its descriptor. That it is then told
// too much does no harm.
int Readiness::take_events() {
    std::array<epoll_event, events_at_once_max> events;
    const int count =
        ::epoll_wait(watch_.descriptor(), events.data(), static_cast<int>(events.size()), 0);
    for (int i = 0; i < count; ++i) {
        const auto& event = events[static_cast<std::size_t>(i)];
        auto* user = users_[static_cast<std::size_t>(event.data.fd)];
        if (!user) continue;
        user->note({.readable = (event.events & EPOLLIN) != 0,
                    .writable = (event.events & EPOLLOUT) != 0,
                    .ending = (event.events & (EPOLLRDHUP | EPOLLHUP | EPOLLERR)) != 0,
                    .broken = (event.events & EPOLLERR) != 0});
    }
    return count;
}

// What waits is destroyed with all that it holds, wires among it.
void Readiness::shutdown() noexcept {
    std::vector<Resume> waiting;
    for (auto& user : users_) {
        if (user) user->give_up(waiting);
        user = nullptr;
    }
    waiting.clear();
    watch_.close();
}

}  // namespace shadowdiff::mirror
