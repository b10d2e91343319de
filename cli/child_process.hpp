// SPDX-License-Identifier: Apache-2.0
// What the demo needs of the operating system: processes of its own, sockets they inherit, and a
// pipe that tells one where to begin.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <functional>
#include <optional>

namespace shadowdiff::cli {

/// A socket that listens on a free port of 127.0.0.1. Throws StartupError.
class Listener {
public:
    Listener();
    ~Listener();
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;
    int socket() const { return socket_; }
    std::uint16_t port() const { return port_; }

private:
    int socket_ = -1;
    std::uint16_t port_ = 0;
};

/// A forked process that does `work` and exits; it is ended with its maker, at the latest.
class ChildProcess {
public:
    explicit ChildProcess(const std::function<void()>& work);
    ~ChildProcess();
    ChildProcess(const ChildProcess&) = delete;
    ChildProcess& operator=(const ChildProcess&) = delete;
    void wait() const;  // until it has ended
    void end() const;   // now

private:
    pid_t pid_ = -1;
};

/// From maker to child: one port.
class PortPipe {
public:
    PortPipe();
    ~PortPipe();
    PortPipe(const PortPipe&) = delete;
    PortPipe& operator=(const PortPipe&) = delete;
    void send(std::uint16_t port) const;
    std::optional<std::uint16_t> wait() const;  // nothing when the maker has gone

private:
    int reading_ = -1;
    int writing_ = -1;
};

}  // namespace shadowdiff::cli
