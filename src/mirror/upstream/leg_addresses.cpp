// SPDX-License-Identifier: Apache-2.0
#include "mirror/upstream/leg_addresses.hpp"

#include "mirror/upstream/name_lookups.hpp"

#include <boost/asio/local/stream_protocol.hpp>

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

// Who waits stops waiting in time; a late answer finds this.
struct LegAddresses::Lookup {
    std::vector<std::shared_ptr<Timer>> waiting;
    ErrorCode error = asio::error::timed_out;
};

LegAddresses::LegAddresses(const Target& target, std::shared_ptr<LastAddresses> last)
    : target_{target}, state_{std::make_shared<State>()} {
    const auto own = own_addresses(target_);
    is_own_ = !own.empty();
    if (is_own_) state_->book.learn(own, SteadyClock::now());
    if (is_own_ || !last) return;
    state_->last = std::move(last);
    state_->book.learn(state_->last->get(), SteadyClock::now());
    state_->book.outdate();
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
    const auto lookup = std::make_shared<Lookup>();
    state_->lookup = lookup;
    auto& lookups = asio::use_service<NameLookups>(executor.context());
    lookups.start(target_.host, target_.port, [state = state_, lookup](auto error, auto addresses) {
        settle(*state, *lookup, error, addresses);
    });
}

void LegAddresses::settle(State& state, Lookup& lookup, ErrorCode error,
                          const std::vector<Stream::endpoint>& addresses) {
    if (addresses.empty()) {
        state.book.note_unresolved(SteadyClock::now());
    } else {
        state.book.learn(addresses, SteadyClock::now());
        if (state.last) state.last->set(addresses);
    }
    lookup.error = error;
    state.lookup.reset();
    for (const auto& timer : std::exchange(lookup.waiting, {})) timer->cancel();
}

}  // namespace shadowdiff::mirror
