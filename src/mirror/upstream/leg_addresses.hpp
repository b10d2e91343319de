// SPDX-License-Identifier: Apache-2.0
// The addresses of a leg: its own, or those of its name, which is looked up again while they are
// used. Only who has none waits for that.
#pragma once

#include "base/endpoint.hpp"
#include "mirror/net.hpp"
#include "mirror/upstream/address_book.hpp"
#include "mirror/upstream/last_addresses.hpp"
#include "mirror/upstream/target.hpp"

#include <memory>
#include <vector>

namespace shadowdiff::mirror {

/// Used on one thread.
class LegAddresses {
public:
    /// `last` may be null; else it is kept up to date, and what it has does until the first
    /// look-up.
    explicit LegAddresses(const Target& target, std::shared_ptr<LastAddresses> last = nullptr);

    AddressBook& book() { return state_->book; }
    /// Has the book hold some, old ones at worst; an error tells why there is none. It must outlive
    /// the coroutine.
    asio::awaitable<ErrorCode> find(SteadyTime by);
    /// Looks the name up in the background when that was done too long ago.
    void keep_fresh(const asio::any_io_executor& executor);
    /// True for what the name still has. The leg's own address is always right.
    bool has(const Endpoint& remote) const { return is_own_ || state_->book.has(remote); }

private:
    struct Lookup;
    struct State {
        AddressBook book;
        std::shared_ptr<LastAddresses> last;  // or null
        std::weak_ptr<Lookup> lookup;         // under way
    };
    static void settle(State& state, Lookup& lookup, ErrorCode error,
                       const std::vector<Stream::endpoint>& addresses);

    Target target_;
    bool is_own_ = false;
    std::shared_ptr<State> state_;  // shared with a look-up, which may come late
};

}  // namespace shadowdiff::mirror
