// SPDX-License-Identifier: Apache-2.0
#include "mirror/wire/wire.hpp"

#include "mirror/wire/polled_wire.hpp"
#include "mirror/wire/ring_wire.hpp"

#include <poll.h>
#include <sys/socket.h>

#include <cerrno>

namespace shadowdiff::mirror {

// The ring needs more than the epoll does, which takes its place.
void prepare_wires(asio::io_context& io) { asio::use_service<Readiness>(io); }

std::shared_ptr<Wire> make_wire(const asio::any_io_executor& executor, int descriptor) {
    auto& ring = asio::use_service<Ring>(executor.context());
    if (ring.is_there()) return RingWire::make(executor, ring, descriptor);
    auto& readiness = asio::use_service<Readiness>(executor.context());
    return std::make_shared<PolledWire>(executor, readiness, descriptor);
}

bool can_be_read(int descriptor) {
    char byte = 0;
    const auto count = ::recv(descriptor, &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    return count >= 0 || (errno != EAGAIN && errno != EWOULDBLOCK);
}

bool has_error(int descriptor) {
    pollfd look{.fd = descriptor, .events = 0, .revents = 0};
    return ::poll(&look, 1, 0) > 0 && (look.revents & POLLERR) != 0;
}

bool peer_has_ended(int descriptor) {
    pollfd look{.fd = descriptor, .events = POLLRDHUP, .revents = 0};
    return ::poll(&look, 1, 0) > 0;
}

}  // namespace shadowdiff::mirror
