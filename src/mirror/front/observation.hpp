// SPDX-License-Identifier: Apache-2.0
// What the proxy makes known about one exchange while it relays it: RequestSeen at once,
// RequestComplete when it is, and exactly one of AnswerSeen and Lost at the end. Where only the
// first is wanted, the rest is neither kept nor told.
#pragma once

#include "http/body_builder.hpp"
#include "http/sighting.hpp"
#include "mirror/front/between.hpp"
#include "mirror/net.hpp"
#include "mirror/upstream/answer_reader.hpp"

#include <functional>
#include <optional>
#include <utility>

namespace shadowdiff::mirror {

/// Of RequestSeen: whether more of its exchange is wanted.
using Deliver = std::function<bool(http::Sighting)>;

class Observation {
public:
    /// `deliver` and `kept` must outlive it. Where the exchange is wanted, keep() follows.
    Observation(const Deliver& deliver, const http::ExchangeId& id, const Between& between,
                const http::Request& head, const HttpLimits& limits, http::KeptBytes& kept);

    bool is_wanted() const { return is_wanted_; }
    void keep(http::Request head) { exchange_.request = std::move(head); }
    void note_request_piece(ByteView piece) {
        if (is_wanted_) body_.add(piece);
    }
    void note_request_end(http::Fields trailers);
    bool is_request_complete() const { return is_request_complete_; }
    void note_first_byte();

    /// The end. Without a complete request there is nothing to compare: Lost{request_incomplete}.
    void end(Outcome outcome);
    void end_lost(Reason reason, std::uint16_t status);

private:
    const Deliver& deliver_;
    http::Exchange exchange_;
    http::BodyBuilder body_;
    bool is_wanted_ = true;
    bool is_request_complete_ = false;
    SteadyTime request_at_;
    http::Timing timing_;
};

}  // namespace shadowdiff::mirror
