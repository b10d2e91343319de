// SPDX-License-Identifier: Apache-2.0
#include "cli/listen_flags.hpp"

#include "base/counted.hpp"
#include "base/escape.hpp"
#include "base/result.hpp"
#include "cli/say.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cstdio>

namespace shadowdiff::cli {
namespace {

constexpr auto listener_group = "The listener";

mode_t to_mode(const std::string& text) {
    constexpr int octal = 8;
    constexpr mode_t highest = 0777;
    mode_t mode = 0;
    const auto* end = text.data() + text.size();
    const auto [parsed, error] = std::from_chars(text.data(), end, mode, octal);
    if (error == std::errc{} && parsed == end && mode <= highest) return mode;
    throw StartupError{
        fmt::format("--socket-mode: \"{}\" is no mode: expected 600, 660, …", printable(text, 40))};
}

}  // namespace

void add_listen_flags(CLI::App& command, ListenFlags& flags) {
    command
        .add_option("--listen", flags.listen,
                    "where clients connect: ADDRESS:PORT (0 takes a free one), unix:/path")
        ->capture_default_str();
    command
        .add_option("--tls-cert", flags.tls.certificate,
                    "speak TLS to clients, with this certificate and its chain, PEM")
        ->group(listener_group);
    command.add_option("--tls-key", flags.tls.key, "its key, PEM")->group(listener_group);
    command
        .add_flag("--reuse-port", flags.reuse_port,
                  "share the port with others who say so too: each gets a part of the clients")
        ->group(listener_group);
    command.add_option("--socket-mode", flags.socket_mode, "of unix:/path: who may connect")
        ->group(listener_group)
        ->capture_default_str();
}

mirror::ListenOptions to_options(const ListenFlags& flags) {
    if (flags.tls.certificate.empty() != flags.tls.key.empty()) {
        throw StartupError{"--tls-cert and --tls-key go together"};
    }
    mirror::ListenOptions options;
    auto address = mirror::parse_listen_address(flags.listen);
    if (!address) throw StartupError{fmt::format("--listen: {}", address.error().message)};
    options.address = *std::move(address);
    options.socket = {.shares_port = flags.reuse_port, .path_mode = to_mode(flags.socket_mode)};
    options.tls = flags.tls;
    return options;
}

void warn_of(const mirror::TurnedAway& clients) {
    if (clients.over_bound > 0) {
        say("shadowdiff: {} turned away: too many at once\n",
            counted(clients.over_bound, "client", "clients"));
    }
    if (clients.plain_http > 0) {
        say("shadowdiff: {} spoke plain HTTP where TLS is spoken\n",
            counted(clients.plain_http, "client", "clients"));
    }
    if (clients.failed_handshakes > 0) {
        say("shadowdiff: {} failed, the first: {}\n",
            counted(clients.failed_handshakes, "TLS handshake of a client",
                    "TLS handshakes of clients"),
            printable(clients.first_failure));
    }
}

}  // namespace shadowdiff::cli
