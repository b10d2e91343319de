// SPDX-License-Identifier: Apache-2.0
// Connections as reassembly would tell them, made from text: for tests of what stands behind it.
#pragma once

#include "reassembly/stream_event.hpp"
#include "tests/support/conversation.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <string_view>
#include <vector>

namespace shadowdiff::test {

/// One connection, 10.0.0.1:40000 to 10.0.0.2:80; each event is one millisecond after the last.
class Stream {
public:
    explicit Stream(bool handshake_seen = true, reassembly::ConnectionId connection = 1);

    Stream& client(std::string_view bytes) { return send(reassembly::Sender::initiator, bytes); }
    Stream& server(std::string_view bytes) { return send(reassembly::Sender::responder, bytes); }
    Stream& client_gap(std::uint64_t bytes);
    Stream& server_gap(std::uint64_t bytes);
    Stream& client_finished();
    Stream& server_finished();
    Stream& closed(reassembly::CloseCause cause);
    Stream& wait(Duration duration);
    /// All the turns of a conversation as text.
    Stream& talk(std::string_view conversation);

    const std::vector<reassembly::StreamEvent>& events() const { return events_; }

private:
    Stream& send(reassembly::Sender sender, std::string_view bytes);
    Timestamp next_time();

    reassembly::ConnectionId connection_;
    Timestamp now_{};
    std::deque<Bytes> owned_;  // a deque keeps its elements where they are
    std::vector<reassembly::StreamEvent> events_;
};

/// Calls `check` with the same connection, its data whole, in pieces of one, two and seven bytes,
/// and cut in two at every single place.
void for_every_cut(const std::vector<reassembly::StreamEvent>& events,
                   const std::function<void(const std::vector<reassembly::StreamEvent>&)>& check);

}  // namespace shadowdiff::test
