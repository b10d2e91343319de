// SPDX-License-Identifier: Apache-2.0
// The addresses of a leg's name: which are tried in which order, and when the name is looked up
// again. Pure: time is an argument.
#pragma once

#include "base/endpoint.hpp"
#include "base/time.hpp"
#include "mirror/net.hpp"

#include <chrono>
#include <vector>

namespace shadowdiff::mirror {

using namespace std::chrono_literals;

class AddressBook {
public:
    using Address = Stream::endpoint;
    static constexpr Duration fresh_max = 30s;     // as long as many resolvers keep an answer
    static constexpr Duration avoided_for = 10s;   // an address that failed is tried last
    static constexpr Duration retried_after = 5s;  // a look-up that failed

    bool is_fresh(SteadyTime now) const {
        return !entries_.empty() && (now < looked_up_ + fresh_max || now < not_before_);
    }
    bool is_empty() const { return entries_.empty(); }
    /// Whether a connection to that address would be made now.
    bool has(const Endpoint& remote) const;
    /// What a look-up gave. What is known about those that stay is kept.
    void learn(const std::vector<Address>& addresses, SteadyTime now);
    /// The look-up failed: those there are do for some seconds more.
    void note_unresolved(SteadyTime now) { not_before_ = now + retried_after; }
    /// All of them: those that work in turn, then those that failed of late.
    std::vector<Address> in_order(SteadyTime now);
    void note_failed(const Address& address, SteadyTime now);
    void note_reached(const Address& address);
    /// None of them works: the next use looks the name up again.
    void outdate() { looked_up_ = {}; }

private:
    struct Entry {
        Address address;
        SteadyTime avoided_until;
    };
    std::vector<Entry> entries_;
    SteadyTime looked_up_;
    SteadyTime not_before_;  // is it looked up again
    std::size_t next_ = 0;
};

}  // namespace shadowdiff::mirror
