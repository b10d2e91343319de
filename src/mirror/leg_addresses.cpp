// SPDX-License-Identifier: Apache-2.0
#include "mirror/leg_addresses.hpp"

#include <boost/asio/local/stream_protocol.hpp>

#include <string>
#include <utility>
#include <vector>

namespace shadowdiff::mirror {
namespace {

std::vector<AddressBook::Address> own_addresses(const Target& target) {
    if (!target.unix_path.empty()) {
        return {asio::local::stream_protocol::endpoint{target.unix_path}};
    }
    ErrorCode error;
    const auto address = asio::ip::make_address(target.host, error);
    if (error) return {};
    return {Tcp::endpoint{address, target.port}};
}

}  // namespace

// The system's resolver cannot be interrupted. Who waits stops waiting; its late answer finds this.
struct LegAddresses::Lookup {
    explicit Lookup(const asio::any_io_executor& executor) : resolver{executor} {}
    Tcp::resolver resolver;
    std::vector<std::shared_ptr<Timer>> waiting;
    ErrorCode error = asio::error::timed_out;
};

LegAddresses::LegAddresses(const Target& target)
    : target_{target}, state_{std::make_shared<State>()} {
    const auto own = own_addresses(target_);
    is_own_ = !own.empty();
    if (is_own_) state_->book.learn(own, SteadyClock::now());
}

// When a name does not resolve any more, its last addresses still do.
asio::awaitable<ErrorCode> LegAddresses::find(SteadyTime by) {
    const auto executor = co_await asio::this_coro::executor;
    keep_fresh(executor);
    const auto lookup = state_->lookup.lock();
    if (!state_->book.is_empty() || !lookup) co_return ErrorCode{};
    const auto timer = std::make_shared<Timer>(executor, by);
    lookup->waiting.push_back(timer);
    co_await timer->async_wait();
    co_return state_->book.is_empty() ? lookup->error : ErrorCode{};
}

void LegAddresses::keep_fresh(const asio::any_io_executor& executor) {
    if (is_own_ || state_->book.is_fresh(SteadyClock::now()) || !state_->lookup.expired()) return;
    const auto lookup = std::make_shared<Lookup>(executor);
    state_->lookup = lookup;
    start(state_, lookup, target_);
}

void LegAddresses::start(const std::shared_ptr<State>& state, const std::shared_ptr<Lookup>& lookup,
                         const Target& target) {
    lookup->resolver.async_resolve(
        target.host, std::to_string(target.port),
        [state, lookup](ErrorCode error, const Tcp::resolver::results_type& results) {
            std::vector<AddressBook::Address> addresses;
            for (const auto& entry : results) addresses.emplace_back(entry.endpoint());
            if (addresses.empty()) {
                state->book.note_unresolved(SteadyClock::now());
            } else {
                state->book.learn(addresses, SteadyClock::now());
            }
            lookup->error = error;
            state->lookup.reset();
            for (const auto& timer : std::exchange(lookup->waiting, {})) timer->cancel();
        });
}

}  // namespace shadowdiff::mirror
