// SPDX-License-Identifier: Apache-2.0
// All connections by their endpoints, and in the order in which they were last heard of. Bounded;
// every step takes constant time.
#pragma once

#include "reassembly/connection.hpp"

#include <boost/intrusive/list.hpp>
#include <boost/unordered/unordered_flat_set.hpp>

#include <cstddef>
#include <deque>
#include <vector>

namespace shadowdiff::reassembly {

class ConnectionTable {
public:
    ConnectionTable();

    std::size_t size() const { return by_key_.size(); }
    Connection* find(const ConnectionKey& key) {
        // Packets of one connection often come in a row.
        if (last_ == nullptr || last_->key != key) last_ = look_up(key);
        return last_;
    }
    Connection& add(const ConnectionKey& key);

    /// Heard of: now the youngest of the live ones, to within a tenth of a second.
    void touch(Connection& connection, Timestamp at);

    /// Remembers a connection as closed; it makes room before any live one.
    void retire(Connection& connection);
    void remove(Connection& connection);

    /// The one that was silent longest; null when there is none.
    Connection* oldest_live() { return front(live_); }
    Connection* oldest_closed() { return front(closed_); }

    /// Connections with acknowledged holes, in the order in which they were last looked at.
    Connection* first_with_hole() { return front(with_holes_); }
    void watch_hole(Connection& connection, Timestamp at);
    void unwatch_hole(Connection& connection);

private:
    Connection* look_up(const ConnectionKey& key) const;

    // The keys are the connections' own: a lookup reads them there, where the packet's connection
    // is needed next, and not beside each pointer.
    struct HashByKey {
        using is_transparent = void;
        using is_avalanching = void;
        ConnectionHash hash;
        std::size_t operator()(const ConnectionKey& key) const { return hash(key); }
        std::size_t operator()(const Connection* one) const { return hash(one->key); }
    };
    struct EqualByKey {
        using is_transparent = void;
        bool operator()(const ConnectionKey& key, const Connection* one) const {
            return key == one->key;
        }
        bool operator()(const Connection* one, const Connection* other) const {
            return one->key == other->key;
        }
    };

    using ByAge = boost::intrusive::list<
        Connection,
        boost::intrusive::member_hook<Connection, Connection::Hook, &Connection::age_hook>>;
    using ByHole = boost::intrusive::list<
        Connection,
        boost::intrusive::member_hook<Connection, Connection::Hook, &Connection::hole_hook>>;

    template <class List>
    static Connection* front(List& list) {
        return list.empty() ? nullptr : &list.front();
    }

    std::deque<Connection> storage_;  // never shrinks; hooks and pointers need stable addresses
    std::vector<Connection*> unused_;
    boost::unordered_flat_set<Connection*, HashByKey, EqualByKey> by_key_;
    Connection* last_ = nullptr;  // that was found
    ByAge live_;
    ByAge closed_;
    ByHole with_holes_;
};

}  // namespace shadowdiff::reassembly
