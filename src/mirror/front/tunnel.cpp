// SPDX-License-Identifier: Apache-2.0
#include "mirror/front/tunnel.hpp"

#include <boost/asio/experimental/awaitable_operators.hpp>

namespace shadowdiff::mirror {
namespace {

asio::awaitable<void> copy(Channel& from, Channel& to, Duration silence_max) {
    while (true) {
        if (!from.unread().empty()) {
            to.extend_read(SteadyClock::now() + silence_max);
            const auto error = co_await to.write(from.unread(), SteadyClock::now() + silence_max);
            if (error) break;
            from.unread() = {};
        }
        const auto error = co_await from.read(SteadyClock::now() + silence_max);
        if (error == asio::error::eof) {
            to.shutdown_send();
            co_return;
        }
        if (error) break;
    }
    from.close();
    to.close();
}

}  // namespace

asio::awaitable<void> tunnel(Channel& client, Channel& legacy, Duration silence_max) {
    using namespace asio::experimental::awaitable_operators;
    co_await (copy(client, legacy, silence_max) && copy(legacy, client, silence_max));
}

}  // namespace shadowdiff::mirror
