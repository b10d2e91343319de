// SPDX-License-Identifier: Apache-2.0
// What the proxy makes known about one exchange while it relays it: RequestSeen at once,
// RequestComplete when it is, and exactly one of AnswerSeen and Lost at the end.
#pragma once

#include "http/body_builder.hpp"
#include "http/sighting.hpp"
#include "mirror/answer_reader.hpp"
#include "mirror/between.hpp"
#include "mirror/net.hpp"

#include <functional>
#include <optional>

namespace shadowdiff::mirror {

using Deliver = std::function<void(http::Sighting)>;

class Observation {
public:
    /// `deliver` and `kept` must outlive it.
    Observation(const Deliver& deliver, const http::ExchangeId& id, const Between& between,
                http::Request head, const HttpLimits& limits, http::KeptBytes& kept);

    void note_request_piece(ByteView piece) { body_.add(piece); }
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
    bool is_request_complete_ = false;
    SteadyTime request_at_;
    http::Timing timing_;
};

}  // namespace shadowdiff::mirror
