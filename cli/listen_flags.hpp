// SPDX-License-Identifier: Apache-2.0
// The flags that say where clients connect, and how.
#pragma once

#include "mirror/front/listen_options.hpp"

#include <CLI/App.hpp>

#include <string>

namespace shadowdiff::cli {

struct ListenFlags {
    std::string listen = "127.0.0.1:8080";
    bool reuse_port = false;
    std::string socket_mode = "600";
    mirror::ServerTlsOptions tls;
};

void add_listen_flags(CLI::App& command, ListenFlags& flags);

/// Throws StartupError that names the flag.
mirror::ListenOptions to_options(const ListenFlags& flags);

/// One line on stderr for each way in which clients were turned away.
void warn_of(const mirror::TurnedAway& clients);

}  // namespace shadowdiff::cli
