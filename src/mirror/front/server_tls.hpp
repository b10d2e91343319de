// SPDX-License-Identifier: Apache-2.0
// TLS towards clients: the certificate we show, and one handshake.
#pragma once

#include "mirror/front/listen_options.hpp"
#include "mirror/upstream/tls.hpp"
#include "mirror/wire/channel.hpp"

#include <memory>
#include <string>

namespace shadowdiff::mirror {

/// Reads the files. The Error names the file and what is wrong with it. ALPN: http/1.1 only; a
/// client that offers nothing of the kind is refused.
Result<std::shared_ptr<TlsContext>> make_server_context(const ServerTlsOptions& options);

struct Welcome {
    bool is_plain_http = false;  // no handshake: an HTTP request in the clear
    std::string failure;         // empty: the channel is secure
};

/// The handshake with one client. All must outlive the coroutine.
asio::awaitable<Welcome> welcome(Channel& channel, std::shared_ptr<TlsContext> context,
                                 SteadyTime by);

}  // namespace shadowdiff::mirror
