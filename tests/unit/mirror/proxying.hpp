// SPDX-License-Identifier: Apache-2.0
// A Proxy in front of a legacy on loopback, with its sightings and coverage collected.
#pragma once

#include "mirror/front/proxy.hpp"
#include "tests/unit/mirror/scripted_peer.hpp"

#include <boost/asio/io_context.hpp>

#include <optional>
#include <string>
#include <vector>

namespace shadowdiff::mirror {

class Proxying {
public:
    Proxying(asio::io_context& io, std::uint16_t legacy_port, MirrorLimits limits = {})
        : Proxying{io, legacy_port, limits, {}} {}
    Proxying(asio::io_context& io, std::uint16_t legacy_port, MirrorLimits limits,
             std::optional<std::size_t> clients_max)
        : io_{io} {
        ProxyOptions options;
        options.legacy = {.host = "127.0.0.1", .port = legacy_port, .base_path = ""};
        options.limits = limits;
        options.listen.clients_max = clients_max.value_or(options.listen.clients_max);
        proxy_ = make_proxy(
            io, options,
            [this](http::Sighting seen) {
                sightings.push_back(std::move(seen));
                return is_more_wanted;
            },
            [this](const Coverage& all) { coverage = all; });
    }

    Front& proxy() { return *proxy_; }
    std::uint16_t port() const { return proxy_->address().port; }

    /// Runs the client to its end and the proxy until it has forgotten it.
    Bytes serve(Script script) {
        ScriptedClient client{io_, port(), std::move(script)};
        while (!client.is_done() || proxy_->clients() > 0) io_.run_one();
        saw_reset = client.saw_reset();
        return client.received();
    }

    /// All sightings of that kind, in order.
    template <class Kind>
    std::vector<Kind> all() const {
        std::vector<Kind> found;
        for (const auto& sighting : sightings) {
            if (const auto* one = std::get_if<Kind>(&sighting)) found.push_back(*one);
        }
        return found;
    }

    /// "seen complete answered 200 ended": the story without its details.
    std::string story() const;

    std::vector<http::Sighting> sightings;
    Coverage coverage;
    bool saw_reset = false;
    bool is_more_wanted = true;  // than that a request was seen

private:
    asio::io_context& io_;
    std::unique_ptr<Front> proxy_;
};

}  // namespace shadowdiff::mirror
