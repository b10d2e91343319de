// SPDX-License-Identifier: Apache-2.0
#include "mirror/upstream/dialer.hpp"

#include "mirror/upstream/failure.hpp"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>

namespace shadowdiff::mirror {
namespace {

using enum http::FailureClass;

// An address that does not answer leaves this much for the next (RFC 8305, section 5).
constexpr Duration attempt_min = 250ms;

http::Failure failure(http::FailureClass failure_class, std::string detail) {
    return {.failure_class = failure_class, .detail = std::move(detail), .status = 0};
}

}  // namespace

Dialer::Dialer(Target target, const TlsOptions& tls, std::shared_ptr<LastAddresses> last)
    : target_{std::move(target)}, tls_options_{tls}, addresses_{target_, std::move(last)} {
    if (const auto loaded = reload(); !loaded) throw StartupError{loaded.error().message};
}

Result<void> Dialer::reload() {
    addresses_.book().outdate();
    if (!target_.tls) return {};
    auto context = make_tls_context(tls_options_);
    if (!context) return std::unexpected{context.error()};
    tls_ = *std::move(context);
    return {};
}

bool Dialer::is_current(Channel& channel) {
    addresses_.keep_fresh(channel.socket().get_executor());
    return addresses_.has(channel.ends().remote);
}

asio::awaitable<std::optional<http::Failure>> Dialer::connect(Channel& channel,
                                                              Duration connect_max) {
    const auto by = SteadyClock::now() + connect_max;
    const auto unknown = co_await addresses_.find(by);
    if (unknown) co_return failure(unresolved, "its name does not resolve: " + describe(unknown));
    Deadline deadline{channel.socket().get_executor(), [&channel] { channel.close(); }};
    const auto error = co_await reach(channel, deadline, by);
    if (error) {
        addresses_.book().outdate();
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

asio::awaitable<ErrorCode> Dialer::reach(Channel& channel, Deadline& deadline, SteadyTime by) {
    const auto addresses = addresses_.book().in_order(SteadyClock::now());
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
            addresses_.book().note_reached(addresses[i]);
            co_return ErrorCode{};
        }
        addresses_.book().note_failed(addresses[i], SteadyClock::now());
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
