// SPDX-License-Identifier: Apache-2.0
#include "mirror/upstream/address_book.hpp"

#include "mirror/front/between.hpp"

#include <algorithm>
#include <utility>

namespace shadowdiff::mirror {

void AddressBook::learn(const std::vector<Address>& addresses, SteadyTime now) {
    std::vector<Entry> entries;
    for (const auto& address : addresses) {
        if (std::ranges::count(entries, address, &Entry::address) > 0) continue;
        const auto known = std::ranges::find(entries_, address, &Entry::address);
        entries.push_back({address, known == entries_.end() ? SteadyTime{} : known->avoided_until});
    }
    entries_ = std::move(entries);
    looked_up_ = now;
}

bool AddressBook::has(const Endpoint& remote) const {
    return std::ranges::any_of(
        entries_, [&](const Entry& entry) { return endpoint_of(entry.address) == remote; });
}

std::vector<AddressBook::Address> AddressBook::in_order(SteadyTime now) {
    std::vector<Address> working, avoided;
    for (const auto& entry : entries_) {
        (entry.avoided_until > now ? avoided : working).push_back(entry.address);
    }
    if (!working.empty()) {
        const auto first = static_cast<std::ptrdiff_t>(next_++ % working.size());
        std::ranges::rotate(working, working.begin() + first);
    }
    working.insert(working.end(), avoided.begin(), avoided.end());
    return working;
}

void AddressBook::note_failed(const Address& address, SteadyTime now) {
    const auto known = std::ranges::find(entries_, address, &Entry::address);
    if (known != entries_.end()) known->avoided_until = now + avoided_for;
}

void AddressBook::note_reached(const Address& address) {
    const auto known = std::ranges::find(entries_, address, &Entry::address);
    if (known != entries_.end()) known->avoided_until = {};
}

}  // namespace shadowdiff::mirror
