// SPDX-License-Identifier: Apache-2.0
// Looks names up beside an io_context. The system's resolver cannot be interrupted: each look-up
// has a thread of its own, so that none waits for another's, and nobody at the end for any.
#pragma once

#include "mirror/net.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

namespace shadowdiff::mirror {

/// Of one io_context; used on its thread.
class NameLookups : public asio::execution_context::service {
public:
    using Done = std::function<void(ErrorCode error, std::vector<Stream::endpoint> addresses)>;
    static inline asio::execution_context::id id;
    /// Made by asio::use_service. `context` is an io_context.
    explicit NameLookups(asio::execution_context& context);

    /// `done` is called in another turn. Until then the io_context has work.
    void start(std::string host, std::uint16_t port, Done done);

private:
    struct Desk;
    struct UnderWay {
        Done done;
        asio::executor_work_guard<asio::io_context::executor_type> work;
    };

    void shutdown() noexcept override;
    void end(std::uint64_t number, ErrorCode error, std::vector<Stream::endpoint> addresses);

    asio::io_context& io_;
    std::shared_ptr<Desk> desk_;  // shared with the threads, which may outlive the io_context
    std::unordered_map<std::uint64_t, UnderWay> under_way_;
    std::uint64_t started_ = 0;
};

}  // namespace shadowdiff::mirror
