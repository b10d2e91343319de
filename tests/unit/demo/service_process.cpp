// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/demo/service_process.hpp"

#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

namespace shadowdiff::demo {

namespace {

sockaddr_in loopback(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

}  // namespace

Listener listen_on_loopback() {
    Listener listener{.socket = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    auto address = loopback(0);
    socklen_t size = sizeof address;
    auto* const generic = reinterpret_cast<sockaddr*>(&address);
    REQUIRE(bind(listener.socket, generic, size) == 0);
    REQUIRE(listen(listener.socket, SOMAXCONN) == 0);
    REQUIRE(getsockname(listener.socket, generic, &size) == 0);
    listener.port = ntohs(address.sin_port);
    return listener;
}

ServiceProcess::ServiceProcess(const ServiceOptions& options) : listener_{listen_on_loopback()} {
    pid_ = fork();
    REQUIRE(pid_ >= 0);
    if (pid_ == 0) serve(listener_.socket, options);
    close(listener_.socket);
}

ServiceProcess::~ServiceProcess() {
    kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
}

std::string converse(std::uint16_t port, std::string_view sent) {
    const int connection = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    auto address = loopback(port);
    REQUIRE(connect(connection, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
    while (!sent.empty()) {
        const auto size = send(connection, sent.data(), sent.size(), MSG_NOSIGNAL);
        if (size <= 0) break;  // refused early: what it said is still to be read
        sent.remove_prefix(static_cast<std::size_t>(size));
    }
    std::string received;
    char block[4'096];
    for (ssize_t size = 0; (size = recv(connection, block, sizeof block, 0)) > 0;) {
        received.append(block, static_cast<std::size_t>(size));
    }
    close(connection);
    return received;
}

}  // namespace shadowdiff::demo
