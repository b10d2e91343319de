// SPDX-License-Identifier: Apache-2.0
#include "tests/support/seen_connections.hpp"

#include "base/overload.hpp"

#include <stdexcept>

namespace shadowdiff::test {
namespace {

using namespace reassembly;

std::string& direction(SeenConnection& connection, Sender sender) {
    auto& text = sender == Sender::initiator ? connection.initiator : connection.responder;
    if (text.ends_with("[fin]")) throw std::logic_error{"an event behind the end of a direction"};
    return text;
}

}  // namespace

SeenConnection& SeenConnections::open_one(ConnectionId id) {
    if (id == 0 || id > connections_.size()) throw std::logic_error{"an event before Opened"};
    auto& connection = connections_[id - 1];
    if (connection.closed) throw std::logic_error{"an event behind Closed"};
    return connection;
}

void SeenConnections::add(const StreamEvent& event) {
    std::visit(
        Overload{[&](const Opened& opened) {
                     connections_.push_back({opened, {}, {}, {}, {}, {}});
                     if (opened.connection != connections_.size()) {
                         throw std::logic_error{"ids must count from 1"};
                     }
                 },
                 [&](const JoinedLate& joined) {
                     if (!direction(open_one(joined.connection), joined.sender).empty()) {
                         throw std::logic_error{"joined behind the first data"};
                     }
                 },
                 [&](const Data& data) {
                     auto& connection = open_one(data.connection);
                     if (data.bytes.empty()) throw std::logic_error{"empty data"};
                     direction(connection, data.sender) += data.bytes;
                     connection.last_data_at = data.at;
                     connection.heard.push_back(data.heard);
                 },
                 [&](const Gap& gap) {
                     if (gap.bytes == 0) throw std::logic_error{"an empty gap"};
                     direction(open_one(gap.connection), gap.sender) +=
                         "[gap " + std::to_string(gap.bytes) + "]";
                 },
                 [&](const Finished& finished) {
                     direction(open_one(finished.connection), finished.sender) += "[fin]";
                 },
                 [&](const Closed& closed) { open_one(closed.connection).closed = closed.cause; }},
        event);
}

void SeenConnections::add(std::span<const StreamEvent> events) {
    for (const auto& event : events) add(event);
}

bool SeenConnections::all_closed() const {
    for (const auto& connection : connections_) {
        if (!connection.closed) return false;
    }
    return true;
}

std::vector<SeenConnection> reassemble(const std::vector<TcpPacket>& packets,
                                       const ReassemblyLimits& limits) {
    Connections connections{limits};
    SeenConnections seen;
    for (const auto& packet : packets) seen.add(connections.feed(packet.segment()));
    seen.add(connections.finish(packets.empty() ? packets_start : packets.back().at));
    if (!seen.all_closed()) throw std::logic_error{"a connection was not closed"};
    return seen.all();
}

std::vector<SeenConnection> reassemble(std::string_view conversation, const TcpOptions& options,
                                       const ReassemblyLimits& limits) {
    return reassemble(build_packets(conversation, options), limits);
}

}  // namespace shadowdiff::test
