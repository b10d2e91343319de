// SPDX-License-Identifier: Apache-2.0
// A demonstration service in a process of its own, ended with this object, and plain sockets to
// talk to it.
#pragma once

#include "fixtures/demo/demo.hpp"

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <string_view>

namespace shadowdiff::demo {

struct Listener {
    int socket = -1;
    std::uint16_t port = 0;
};
/// On a free port of the loopback interface.
Listener listen_on_loopback();

class ServiceProcess {
public:
    explicit ServiceProcess(const ServiceOptions& options = {});
    ~ServiceProcess();
    ServiceProcess(const ServiceProcess&) = delete;
    ServiceProcess& operator=(const ServiceProcess&) = delete;

    std::uint16_t port() const { return listener_.port; }
    pid_t pid() const { return pid_; }

private:
    Listener listener_;
    pid_t pid_ = -1;
};

/// Sends the bytes on a new connection and returns all that comes until the service closes it.
std::string converse(std::uint16_t port, std::string_view sent);

}  // namespace shadowdiff::demo
