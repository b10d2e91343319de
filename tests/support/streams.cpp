// SPDX-License-Identifier: Apache-2.0
#include "tests/support/streams.hpp"

#include <algorithm>

namespace shadowdiff::test {

using namespace reassembly;

namespace {

Endpoint endpoint(std::uint8_t host, std::uint16_t port) {
    Endpoint made;
    made.address.octets = {10, 0, 0, host};
    made.port = port;
    return made;
}

std::vector<StreamEvent> in_pieces(const std::vector<StreamEvent>& events, std::size_t size) {
    std::vector<StreamEvent> cut;
    for (const auto& event : events) {
        const auto* data = std::get_if<Data>(&event);
        if (!data) {
            cut.push_back(event);
            continue;
        }
        for (auto rest = data->bytes; !rest.empty();
             rest.remove_prefix(std::min(size, rest.size()))) {
            auto piece = *data;
            piece.bytes = rest.substr(0, size);
            cut.emplace_back(piece);
        }
    }
    return cut;
}

std::vector<StreamEvent> split_once(std::vector<StreamEvent> events, std::size_t index,
                                    std::size_t at) {
    auto second = std::get<Data>(events[index]);
    std::get<Data>(events[index]).bytes = second.bytes.substr(0, at);
    second.bytes.remove_prefix(at);
    events.insert(events.begin() + static_cast<std::ptrdiff_t>(index) + 1, second);
    return events;
}

}  // namespace

Stream::Stream(bool handshake_seen, ConnectionId connection) : connection_{connection} {
    events_.emplace_back(
        Opened{connection_, now_, endpoint(1, 40'000), endpoint(2, 80), handshake_seen});
}

Timestamp Stream::next_time() { return now_ += std::chrono::milliseconds{1}; }

Stream& Stream::send(Sender sender, std::string_view bytes) {
    owned_.emplace_back(bytes);
    events_.emplace_back(Data{connection_, next_time(), sender, owned_.back()});
    return *this;
}

Stream& Stream::client_gap(std::uint64_t bytes) {
    events_.emplace_back(Gap{connection_, next_time(), Sender::initiator, bytes});
    return *this;
}

Stream& Stream::server_gap(std::uint64_t bytes) {
    events_.emplace_back(Gap{connection_, next_time(), Sender::responder, bytes});
    return *this;
}

Stream& Stream::client_finished() {
    events_.emplace_back(Finished{connection_, next_time(), Sender::initiator});
    return *this;
}

Stream& Stream::server_finished() {
    events_.emplace_back(Finished{connection_, next_time(), Sender::responder});
    return *this;
}

Stream& Stream::closed(CloseCause cause) {
    events_.emplace_back(Closed{connection_, next_time(), cause, Sender::responder});
    return *this;
}

Stream& Stream::wait(Duration duration) {
    now_ += duration;
    return *this;
}

Stream& Stream::talk(std::string_view conversation) {
    for (const auto& turn : parse_conversation(conversation)) {
        turn.from_client ? client(turn.bytes) : server(turn.bytes);
    }
    return *this;
}

void for_every_cut(const std::vector<StreamEvent>& events,
                   const std::function<void(const std::vector<StreamEvent>&)>& check) {
    check(events);
    for (const std::size_t size : {1U, 2U, 7U}) check(in_pieces(events, size));
    for (std::size_t index = 0; index < events.size(); ++index) {
        const auto* data = std::get_if<Data>(&events[index]);
        for (std::size_t at = 1; data && at < data->bytes.size(); ++at) {
            check(split_once(events, index, at));
        }
    }
}

}  // namespace shadowdiff::test
