// SPDX-License-Identifier: Apache-2.0
#include "mirror/dialer.hpp"

#include "mirror/failure.hpp"

#include <boost/asio/local/stream_protocol.hpp>

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace shadowdiff::mirror {
namespace {

using enum http::FailureClass;

// An address that does not answer leaves this much for the next (RFC 8305, section 5).
constexpr Duration attempt_min = 250ms;

// The system's resolver cannot be interrupted. We stop waiting for it; its late answer finds this.
struct Lookup {
    explicit Lookup(const asio::any_io_executor& executor) : resolver{executor}, wait{executor} {}
    Tcp::resolver resolver;
    Timer wait;
    ErrorCode error = asio::error::timed_out;
    std::vector<AddressBook::Address> addresses;
};

void start(const std::shared_ptr<Lookup>& lookup, const Target& target) {
    lookup->resolver.async_resolve(
        target.host, std::to_string(target.port),
        [lookup](ErrorCode error, const Tcp::resolver::results_type& results) {
            lookup->error = error;
            for (const auto& entry : results) lookup->addresses.emplace_back(entry.endpoint());
            lookup->wait.cancel();
        });
}

http::Failure failure(http::FailureClass failure_class, std::string detail) {
    return {.failure_class = failure_class, .detail = std::move(detail), .status = 0};
}

std::vector<AddressBook::Address> known_address(const Target& target) {
    if (!target.unix_path.empty()) {
        return {asio::local::stream_protocol::endpoint{target.unix_path}};
    }
    ErrorCode error;
    const auto address = asio::ip::make_address(target.host, error);
    if (error) return {};
    return {Tcp::endpoint{address, target.port}};
}

}  // namespace

Dialer::Dialer(Target target, const TlsOptions& tls)
    : target_{std::move(target)}, tls_options_{tls} {
    if (const auto loaded = reload(); !loaded) throw StartupError{loaded.error().message};
}

Result<void> Dialer::reload() {
    addresses_.outdate();
    if (!target_.tls) return {};
    auto context = make_tls_context(tls_options_);
    if (!context) return std::unexpected{context.error()};
    tls_ = *std::move(context);
    return {};
}

asio::awaitable<std::optional<http::Failure>> Dialer::connect(Channel& channel,
                                                              Duration connect_max) {
    const auto by = SteadyClock::now() + connect_max;
    if (auto unresolved_name = co_await look_up(by)) co_return unresolved_name;
    Deadline deadline{channel.socket().get_executor(), [&channel] { channel.close(); }};
    const auto error = co_await reach(channel, deadline, by);
    if (error) {
        addresses_.outdate();
        channel.close();
    }
    if (error == asio::error::timed_out) {
        co_return failure(connect_timeout, "no connection within " + describe(connect_max));
    }
    if (error) co_return connect_failure(error);
    channel.start_anew();
    if (!tls_) co_return std::nullopt;
    co_return co_await shake_hands(channel, by);
}

// When a name does not resolve any more, its last addresses still do.
asio::awaitable<std::optional<http::Failure>> Dialer::look_up(SteadyTime by) {
    if (addresses_.is_fresh(SteadyClock::now())) co_return std::nullopt;
    if (auto known = known_address(target_); !known.empty()) {
        addresses_.learn(known, SteadyClock::now());
        co_return std::nullopt;
    }
    const auto lookup = std::make_shared<Lookup>(co_await asio::this_coro::executor);
    lookup->wait.expires_at(by);
    start(lookup, target_);
    co_await lookup->wait.async_wait();
    if (!lookup->error && !lookup->addresses.empty()) {
        addresses_.learn(lookup->addresses, SteadyClock::now());
    } else if (addresses_.is_empty()) {
        co_return failure(unresolved, "its name does not resolve: " + describe(lookup->error));
    }
    co_return std::nullopt;
}

asio::awaitable<ErrorCode> Dialer::reach(Channel& channel, Deadline& deadline, SteadyTime by) {
    const auto addresses = addresses_.in_order(SteadyClock::now());
    ErrorCode last = asio::error::host_not_found;
    for (std::size_t i = 0; i < addresses.size(); ++i) {
        const auto now = SteadyClock::now();
        const auto share = (by - now) / static_cast<int>(addresses.size() - i);
        deadline.reset();
        ErrorCode ignored;
        channel.socket().close(ignored);
        channel.socket().open(addresses[i].protocol(), last);
        if (last) continue;
        deadline.set(std::min(by, now + std::max<SteadyClock::duration>(attempt_min, share)));
        const auto [error] = co_await channel.socket().async_connect(addresses[i]);
        if (!error && !deadline.has_passed()) {
            deadline.clear();
            addresses_.note_reached(addresses[i]);
            co_return ErrorCode{};
        }
        addresses_.note_failed(addresses[i], SteadyClock::now());
        last = deadline.has_passed() ? ErrorCode{asio::error::timed_out} : error;
        if (SteadyClock::now() >= by) co_return asio::error::timed_out;
    }
    co_return last;
}

asio::awaitable<std::optional<http::Failure>> Dialer::shake_hands(Channel& channel, SteadyTime by) {
    const auto context = tls_;  // a reload may replace it meanwhile
    auto stream = std::make_shared<TlsStream>(channel.socket(), *context);
    auto error = prepare(*stream, target_.host, tls_options_.verify);
    Deadline deadline{channel.socket().get_executor(), [&channel] { channel.close(); }};
    deadline.set(by);
    if (!error) {
        const auto [shaken] = co_await stream->async_handshake(TlsStream::client, Token{});
        error = shaken;
    }
    const bool timed_out = deadline.has_passed();
    if (!error && !timed_out) {
        channel.secure(std::move(stream));
        co_return std::nullopt;
    }
    auto why = describe_handshake(*stream, error);
    channel.close();
    if (timed_out) co_return failure(connect_timeout, "the TLS handshake did not end in time");
    co_return failure(tls, std::move(why));
}

}  // namespace shadowdiff::mirror
