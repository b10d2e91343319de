// SPDX-License-Identifier: Apache-2.0
#include "cli/child_process.hpp"

#include "base/result.hpp"
#include "cli/say.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <exception>

namespace shadowdiff::cli {
namespace {

int checked(int result, const char* what) {
    if (result < 0) throw StartupError{fmt::format("{}: {}", what, std::strerror(errno))};
    return result;
}

[[noreturn]] void run_child(const std::function<void()>& work, pid_t maker) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != maker) _exit(1);  // it died before we asked to die with it
    try {
        work();
    } catch (const std::exception& error) {
        say("shadowdiff: demo: {}\n", error.what());
        _exit(1);
    }
    _exit(0);
}

}  // namespace

Listener::Listener()
    : socket_{checked(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), "socket")} {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    auto* generic = reinterpret_cast<sockaddr*>(&address);
    checked(bind(socket_, generic, length), "cannot bind to 127.0.0.1");
    checked(listen(socket_, SOMAXCONN), "cannot listen on 127.0.0.1");
    checked(getsockname(socket_, generic, &length), "getsockname");
    port_ = ntohs(address.sin_port);
}

Listener::~Listener() { close(socket_); }

ChildProcess::ChildProcess(const std::function<void()>& work) {
    const auto maker = getpid();
    std::fflush(nullptr);
    pid_ = checked(fork(), "cannot start a process");
    if (pid_ == 0) run_child(work, maker);
}

ChildProcess::~ChildProcess() {
    end();
    waitpid(pid_, nullptr, 0);
}

// It stays waitable until the destructor, so that its id cannot become another process's.
void ChildProcess::wait() const {
    siginfo_t info{};
    while (waitid(P_PID, static_cast<id_t>(pid_), &info, WEXITED | WNOWAIT) < 0 && errno == EINTR) {
    }
}

void ChildProcess::end() const { kill(pid_, SIGKILL); }

PortPipe::PortPipe() {
    int ends[2];
    checked(pipe(ends), "cannot make a pipe");
    reading_ = ends[0];
    writing_ = ends[1];
}

PortPipe::~PortPipe() {
    close(reading_);
    close(writing_);
}

void PortPipe::send(std::uint16_t port) const {
    if (write(writing_, &port, sizeof port) != sizeof port) {
        throw StartupError{
            fmt::format("cannot tell the demo's clients where to go: {}", std::strerror(errno))};
    }
}

std::optional<std::uint16_t> PortPipe::wait() const {
    close(writing_);  // ours: only the maker's end keeps the pipe open
    std::uint16_t port = 0;
    if (read(reading_, &port, sizeof port) != sizeof port) return std::nullopt;
    return port;
}

}  // namespace shadowdiff::cli
