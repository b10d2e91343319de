// SPDX-License-Identifier: Apache-2.0
// Where live traffic or a file's exchanges come in: enters each request in the books, and lets it
// in or refuses it as a whole, so that no part of a refused exchange comes further.
#pragma once

#include "http/wire_sighting.hpp"
#include "pipeline/stages/admission.hpp"
#include "pipeline/stages/books.hpp"

#include <cstddef>
#include <string_view>
#include <unordered_set>

namespace shadowdiff::pipeline {

/// Used by one thread: the source's.
class Entrance {
public:
    Entrance(Books& books, Admission& admission, bool waits_for_room)
        : books_{books}, admission_{admission}, waits_for_room_{waits_for_room} {}

    /// True when the sighting goes on to the mirror stage.
    bool admit(const http::Sighting& sighting);
    bool admit(const http::WireSighting& sighting);
    /// One of which the source, a file, has told all: `bytes` of it are held from now on.
    bool admit(const http::Exchange& whole, std::size_t bytes);

private:
    bool on(const http::RequestSeen& seen);
    bool on(const http::RequestComplete& complete) { return is_let_in(complete.exchange.id); }
    bool on(const http::WireRequest& request);
    bool on(const http::WireAnswer& answer) { return end(answer.id); }
    bool on(const http::AnswerSeen& seen) { return end(seen.id); }
    bool on(const http::Lost& lost) { return end(lost.id); }
    bool on(const http::ConnectionEnded&) { return true; }
    bool on(const http::BlindSpot&) { return false; }
    bool is_let_in(const http::ExchangeId& id) const { return !refused_.contains(id); }
    bool enter(std::size_t bytes = 0);
    bool refuse(const http::RequestSeen& seen);
    void leave_out(const http::ExchangeId& id, Timestamp at, std::string_view method,
                   std::string_view target);
    bool end(const http::ExchangeId& id);

    Books& books_;
    Admission& admission_;
    bool waits_for_room_;
    std::size_t awaiting_source_ = 0;  // let in, and the source has not told how they end
    std::unordered_set<http::ExchangeId> refused_;  // until the source has told how they end
};

}  // namespace shadowdiff::pipeline
