// SPDX-License-Identifier: Apache-2.0
#include "reassembly/connections.hpp"

#include "reassembly/connection_table.hpp"

namespace shadowdiff::reassembly {
namespace {

// A packet with a time far in the future must not end every connection at once.
constexpr int expired_per_packet_max = 4;

// Acknowledgements and resets of what we never saw open nothing.
bool opens_connection(const frames::Segment& segment) {
    return !segment.flags.rst && (segment.flags.syn || carries_data(segment));
}

}  // namespace

struct Connections::Table {
    Table(ReassemblyLimits table_limits, ConnectionIds ids)
        : limits{table_limits}, next_id{ids.first}, id_step{ids.step} {}

    Stream::Context context(const Connection& connection, Sender sender, Timestamp at) {
        const bool peer_began = connection.stream(other(sender)).is_start_known();
        return {sink, limits, connection.id, sender, at, heard_unknown, peer_began};
    }
    Connection* find(const DirectedKey& directed, const frames::Segment& segment);
    Connection& open(const DirectedKey& directed, const frames::Segment& segment);
    void feed(Connection& connection, Sender sender, const frames::Segment& segment);
    void make_room(Timestamp at);
    void watch_hole(Connection& connection, Timestamp at);
    void close(Connection& connection, CloseCause cause, Timestamp at,
               Sender reset_by = Sender::initiator);
    void settle_holes(Timestamp at);
    bool expire_one(Timestamp at);

    ReassemblyLimits limits;
    EventSink sink;
    ConnectionTable connections;
    ConnectionId next_id;
    ConnectionId id_step;
};

// The connection that the segment is about; null when it is about none.
Connection* Connections::Table::find(const DirectedKey& directed, const frames::Segment& segment) {
    auto* known = connections.find(directed.key);
    if (known != nullptr) {
        const auto sender = known->sender(directed.from_low);
        switch (belonging(*known, sender, segment, limits)) {
            case Belonging::ours: return known;
            case Belonging::stale: return nullptr;
            case Belonging::of_a_new_one: break;
        }
        if (!known->is_closed) close(*known, CloseCause::replaced, segment.at);
        connections.remove(*known);
    }
    return opens_connection(segment) ? &open(directed, segment) : nullptr;
}

Connection& Connections::Table::open(const DirectedKey& directed, const frames::Segment& segment) {
    make_room(segment.at);
    auto& connection = connections.add(directed.key);
    const bool is_answer = segment.flags.syn && segment.flags.ack;
    connection.id = next_id;
    next_id += id_step;
    connection.initiator_is_low = directed.from_low != is_answer;
    sink.events.emplace_back(
        Opened{connection.id, segment.at, is_answer ? segment.destination : segment.source,
               is_answer ? segment.source : segment.destination, segment.flags.syn});
    if (is_answer) connection.stream(Sender::initiator).start(segment.acknowledgement);
    return connection;
}

void Connections::Table::make_room(Timestamp at) {
    if (connections.size() < limits.connections_max) return;
    if (auto* closed = connections.oldest_closed()) {
        connections.remove(*closed);
    } else if (auto* live = connections.oldest_live()) {
        close(*live, CloseCause::evicted, at);
        connections.remove(*live);
        sink.coverage.add(Blind::evicted_connections);
    }
}

void Connections::Table::feed(Connection& connection, Sender sender,
                              const frames::Segment& segment) {
    auto ours = context(connection, sender, segment.at);
    auto& stream = connection.stream(sender);
    connections.touch(connection, segment.at);
    connection.was_heard[static_cast<std::size_t>(sender)] = true;
    if (segment.flags.rst && !stream.accepts_reset(segment.sequence, limits)) return;
    if (segment.flags.ack) {
        const bool is_first_word =
            segment.payload.empty() && stream.is_first_word(segment.sequence);
        auto& peer = connection.stream(other(sender));
        if (peer.acknowledge(segment.acknowledgement, is_first_word, limits)) {
            peer.deliver_what_follows(context(connection, other(sender), segment.at));
        }
        ours.heard = peer.bytes_before(segment.acknowledgement);
    }
    if (segment.flags.rst) return close(connection, CloseCause::reset, segment.at, sender);
    stream.feed(segment, ours);
    connection.has_delivered = connection.has_delivered || !segment.payload.empty();
    if (connection.is_finished()) return close(connection, CloseCause::finished, segment.at);
    if (connection.has_acknowledged_hole()) watch_hole(connection, segment.at);
}

void Connections::Table::watch_hole(Connection& connection, Timestamp at) {
    for (auto& stream : connection.streams) stream.note_hole(at);
    connections.watch_hole(connection, at);
}

void Connections::Table::close(Connection& connection, CloseCause cause, Timestamp at,
                               Sender reset_by) {
    for (const auto sender : {Sender::initiator, Sender::responder}) {
        auto& stream = connection.stream(sender);
        stream.flush(context(connection, sender, at));
        stream.drop_held(sink);
    }
    connection.ended_in_order = connection.is_finished();
    // Of one that is shed we did not wait to hear the other side.
    const bool is_one_sided = cause != CloseCause::shed && connection.has_delivered &&
                              connection.was_heard[0] != connection.was_heard[1];
    if (is_one_sided) sink.coverage.add(Blind::one_sided_connections);
    sink.events.emplace_back(Closed{connection.id, at, cause, reset_by, is_one_sided});
    connections.retire(connection);
}

// Gives up the holes whose time of grace is over.
void Connections::Table::settle_holes(Timestamp at) {
    auto* connection = connections.first_with_hole();
    while (connection != nullptr && at - connection->hole_watched_since >= limits.gap_grace) {
        connections.unwatch_hole(*connection);
        for (const auto sender : {Sender::initiator, Sender::responder}) {
            connection->stream(sender).settle_hole(context(*connection, sender, at));
        }
        if (connection->is_finished()) {
            close(*connection, CloseCause::finished, at);
        } else if (connection->has_acknowledged_hole()) {
            connections.watch_hole(*connection, at);
        }
        connection = connections.first_with_hole();
    }
}

// Ends the connection that was silent longest, if that was too long; forgets a closed one likewise.
bool Connections::Table::expire_one(Timestamp at) {
    if (auto* live = connections.oldest_live(); live && at - live->last_seen > limits.idle_max) {
        close(*live, CloseCause::idle, at);
        connections.remove(*live);
        return true;
    }
    auto* closed = connections.oldest_closed();
    if (closed == nullptr || at - closed->last_seen <= limits.idle_max) return false;
    connections.remove(*closed);
    return true;
}

Connections::Connections(ReassemblyLimits limits, ConnectionIds ids)
    : table_{std::make_unique<Table>(limits, ids)} {}

Connections::~Connections() = default;

std::span<const StreamEvent> Connections::feed(const frames::Segment& segment) {
    table_->sink.clear();
    const auto directed = key_of(segment.source, segment.destination);
    if (auto* connection = table_->find(directed, segment)) {
        table_->feed(*connection, connection->sender(directed.from_low), segment);
    }
    table_->settle_holes(segment.at);
    for (int i = 0; i < expired_per_packet_max && table_->expire_one(segment.at);) ++i;
    return table_->sink.events;
}

Acquaintance Connections::acquaintance(const frames::Segment& segment) const {
    const auto* known = table_->connections.find(key_of(segment.source, segment.destination).key);
    if (known == nullptr) return Acquaintance::none;
    return known->is_closed ? Acquaintance::closed : Acquaintance::open;
}

std::span<const StreamEvent> Connections::shed(const frames::Segment& segment) {
    table_->sink.clear();
    auto* known = table_->connections.find(key_of(segment.source, segment.destination).key);
    if (known == nullptr || known->is_closed) return {};
    table_->close(*known, CloseCause::shed, segment.at);
    table_->connections.remove(*known);
    return table_->sink.events;
}

std::span<const StreamEvent> Connections::finish(Timestamp at) {
    table_->sink.clear();
    while (auto* connection = table_->connections.oldest_live()) {
        table_->close(*connection, CloseCause::capture_ended, at);
        table_->connections.remove(*connection);
    }
    return table_->sink.events;
}

const Coverage& Connections::coverage() const { return table_->sink.coverage; }

}  // namespace shadowdiff::reassembly
