// SPDX-License-Identifier: Apache-2.0
// Sightings as capture makes them: messages whole but unparsed, so that the thread that must keep
// up with the wire copies each head once and looks into it no further.
#pragma once

#include "base/coverage.hpp"
#include "http/sighting.hpp"

#include <cstdint>
#include <optional>
#include <utility>
#include <variant>

namespace shadowdiff::http {

/// RequestComplete before its head is parsed.
struct WireRequest {
    ExchangeId id;
    reassembly::ConnectionId connection = 0;
    Endpoint client;
    Endpoint server;
    Timestamp seen_at;
    Pairing pairing = Pairing::exact;
    Bytes head;  // with its empty line; parses by the lenient rules
    Body body;
    Fields trailers;
    bool is_first_told = false;  // no RequestSeen came before: it was whole as soon as it was seen
};

/// AnswerSeen of a complete answer before its head is parsed.
struct WireAnswer {
    ExchangeId id;
    Pairing pairing = Pairing::exact;
    std::uint16_t status = 0;
    Bytes head;
    Body body;
    Fields trailers;
    Timing timing;
};

/// Where something was lost, or recognised and set aside. Counted in the coverage already.
struct BlindSpot {
    reassembly::ConnectionId connection = 0;
    Timestamp at;
    reassembly::Sender sender = reassembly::Sender::initiator;
    std::uint64_t offset = 0;  // in that sender's stream, of the bytes that showed it
    Blind blind = Blind::unparsable_bytes;
    std::uint64_t amount = 0;
};

using WireSighting = std::variant<RequestSeen, WireRequest, WireAnswer, AnswerSeen, Lost,
                                  ConnectionEnded, BlindSpot>;

/// What RequestSeen would have said of a request that is told first by this.
RequestSeen seen_of(const WireRequest& request);
RequestSeen seen_of(const RequestComplete& complete);

/// Views into the head of a request.
struct RequestNames {
    ByteView method;
    ByteView target;
    std::optional<ByteView> request_id;  // what X-Request-Id says
};
/// Nothing where only its parsed head can tell.
std::optional<RequestNames> names_of(const WireRequest& wire);

/// With their heads parsed.
void parse(WireRequest&& wire, Exchange& exchange);
RequestComplete parsed(WireRequest&& wire);
AnswerSeen parsed(WireAnswer&& wire);
/// With every message parsed; nothing for a BlindSpot.
std::optional<Sighting> parsed(WireSighting&& sighting);

/// Gives `sink` all that a sighting says, parsed: a request that is told first is seen, then
/// complete.
template <class Sink>
void tell(WireSighting&& sighting, const Sink& sink) {
    const auto* request = std::get_if<WireRequest>(&sighting);
    const bool is_first_told = request != nullptr && request->is_first_told;
    auto told = parsed(std::move(sighting));
    if (is_first_told) sink(Sighting{seen_of(std::get<RequestComplete>(*told))});
    if (told) sink(*std::move(told));
}

}  // namespace shadowdiff::http
