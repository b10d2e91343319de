// SPDX-License-Identifier: Apache-2.0
// What watching connections makes known about exchanges, in the order it becomes known.
#pragma once

#include "base/reason.hpp"
#include "http/exchange.hpp"
#include "reassembly/stream_event.hpp"

#include <cstdint>
#include <string>
#include <variant>

namespace shadowdiff::http {

/// A request line was recognised: from here on the ledger must account for it.
struct RequestSeen {
    ExchangeId id;
    reassembly::ConnectionId connection = 0;
    Endpoint client;
    Endpoint server;
    Timestamp at;
    std::string method;
    std::string target;
    std::string host;  // the Host field's value, or empty
    /// Nothing more is told of it: it is counted, and its content is not wanted.
    bool is_all = false;
};

/// The request is complete: it can be asked of the legs. `exchange` has no answers yet.
struct RequestComplete {
    Exchange exchange;
};

/// Its observed answer, complete or with the class of its failure (reset_inside_answer, …).
struct AnswerSeen {
    ExchangeId id;
    Pairing pairing = Pairing::exact;
    Answer answer;
};

/// It will never be complete, or its answer will not be known: the ledger's dropped{reason}.
struct Lost {
    ExchangeId id;
    Reason reason = Reason::none;
    std::uint16_t status = 0;  // of the answer's head, when that was seen
};

/// The client's connection has ended: no further request will come on it.
struct ConnectionEnded {
    reassembly::ConnectionId connection = 0;
};

using Sighting = std::variant<RequestSeen, RequestComplete, AnswerSeen, Lost, ConnectionEnded>;

}  // namespace shadowdiff::http
