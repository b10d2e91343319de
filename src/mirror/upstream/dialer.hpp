// SPDX-License-Identifier: Apache-2.0
// How a leg is reached: its name looked up, its addresses tried, TLS begun, all within one
// deadline.
#pragma once

#include "http/exchange.hpp"
#include "mirror/upstream/leg_addresses.hpp"
#include "mirror/upstream/target.hpp"
#include "mirror/upstream/tls.hpp"
#include "mirror/wire/channel.hpp"

#include <memory>
#include <optional>

namespace shadowdiff::mirror {

class Dialer {
public:
    /// Throws StartupError when a file of `tls` cannot be used.
    Dialer(Target target, const TlsOptions& tls, std::shared_ptr<LastAddresses> last = nullptr);

    const Target& target() const { return target_; }

    /// Opens the channel, or tells why not. Both must outlive the coroutine.
    asio::awaitable<std::optional<http::Failure>> connect(Channel& channel, Duration connect_max);

    /// False for an open connection to an address that the leg's name has no more. To be asked with
    /// every request: while it is, the name is looked up again every 30 s.
    bool is_current(Channel& channel);

    /// Reads the certificates again, and the name's addresses: what is open stays. On an Error all
    /// is as before.
    Result<void> reload();

private:
    asio::awaitable<ErrorCode> reach(Channel& channel, Deadline& deadline, SteadyTime by);
    asio::awaitable<std::optional<http::Failure>> shake_hands(Channel& channel, SteadyTime by);

    Target target_;
    TlsOptions tls_options_;
    std::shared_ptr<TlsContext> tls_;  // none: plain
    LegAddresses addresses_;
};

}  // namespace shadowdiff::mirror
