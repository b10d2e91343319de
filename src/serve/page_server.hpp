// SPDX-License-Identifier: Apache-2.0
// A small HTTP server for one page. One thread: the page is made and sent there.
#pragma once

#include "serve/access.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace shadowdiff::serve {

struct ServeLimits {
    std::size_t connections_max = 64;  // a browser opens six; more than that wait in the backlog
    std::uint32_t head_bytes_max = 16'384;  // of a request: what browsers send is a tenth of it
    std::chrono::seconds idle_max{30};      // of a connection: the page asks every two seconds
    std::chrono::seconds write_max{60};     // for the page to get to a phone
};

class PageServer {
public:
    /// Listens at once; port 0 takes any. Throws StartupError. `page` may throw StartupError, whose
    /// message is told to who asked.
    PageServer(const std::string& host, std::uint16_t port, Access access,
               std::function<Page()> page, const ServeLimits& limits = {});
    ~PageServer();
    PageServer(const PageServer&) = delete;
    PageServer& operator=(const PageServer&) = delete;

    std::string url() const;
    bool is_loopback() const;
    /// Until SIGINT or SIGTERM.
    void run();

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace shadowdiff::serve
