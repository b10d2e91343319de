// SPDX-License-Identifier: Apache-2.0
#include "mirror/connect.hpp"

#include "mirror/failure.hpp"

#include <boost/asio/connect.hpp>

#include <memory>
#include <string>
#include <vector>

namespace shadowdiff::mirror {
namespace {

using Addresses = std::vector<Tcp::endpoint>;

// The system's resolver cannot be interrupted. We stop waiting for it; its late answer finds this.
struct Lookup {
    explicit Lookup(const asio::any_io_executor& executor) : resolver{executor}, wait{executor} {}
    Tcp::resolver resolver;
    Timer wait;
    ErrorCode error = asio::error::timed_out;
    Addresses addresses;
};

void start(const std::shared_ptr<Lookup>& lookup, const Target& target) {
    lookup->resolver.async_resolve(
        target.host, std::to_string(target.port),
        [lookup](ErrorCode error, const Tcp::resolver::results_type& results) {
            lookup->error = error;
            for (const auto& entry : results) lookup->addresses.push_back(entry.endpoint());
            lookup->wait.cancel();
        });
}

asio::awaitable<Addresses> resolve(Target target, SteadyTime by, ErrorCode& error) {
    const auto address = asio::ip::make_address(target.host, error);
    if (!error) co_return Addresses{{address, target.port}};
    const auto lookup = std::make_shared<Lookup>(co_await asio::this_coro::executor);
    lookup->wait.expires_at(by);
    start(lookup, target);
    co_await lookup->wait.async_wait();
    error = lookup->error;
    co_return std::move(lookup->addresses);
}

}  // namespace

asio::awaitable<std::optional<http::Failure>> connect(Channel& channel, Target target,
                                                      Duration connect_max) {
    const auto by = SteadyClock::now() + connect_max;
    ErrorCode error;
    const auto addresses = co_await resolve(target, by, error);
    if (error || addresses.empty()) {
        co_return http::Failure{.failure_class = http::FailureClass::unresolved,
                                .detail = "its name does not resolve: " + describe(error),
                                .status = 0};
    }
    channel.start_anew();
    Deadline deadline{channel.socket()};
    deadline.set(by);
    auto [connect_error, reached] = co_await asio::async_connect(channel.socket(), addresses);
    if (deadline.has_passed()) {
        co_return http::Failure{.failure_class = http::FailureClass::connect_timeout,
                                .detail = "no connection within " + describe(connect_max),
                                .status = 0};
    }
    if (connect_error) {
        channel.close();
        co_return connect_failure(connect_error);
    }
    channel.start_anew();
    co_return std::nullopt;
}

}  // namespace shadowdiff::mirror
