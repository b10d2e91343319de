// SPDX-License-Identifier: Apache-2.0
// What the recording of a leg tells of one request: by what it is joined with another recording's,
// and what answered it. Of the request nothing else is wanted.
#pragma once

#include "base/reason.hpp"
#include "http/wire_sighting.hpp"
#include "pipeline/recorded/outline.hpp"
#include "pipeline/recorded/recorded_exchange.hpp"

#include <cstddef>
#include <variant>

namespace shadowdiff::pipeline {

struct RecordedAnswer {
    JoinKey key;
    bool is_request_whole = true;  // else the answer is to no known request
    Reason lost = Reason::none;    // why there is no answer
    http::Pairing pairing = http::Pairing::exact;
    /// As a capture has it, it is parsed when it is known to differ from the other recording's.
    std::variant<std::monostate, http::WireAnswer, http::Answer> answer;
};

/// Of a recorded exchange, whose answer is the leg's.
RecordedAnswer answer_of(RecordedExchange&& recorded);

std::size_t footprint(const RecordedAnswer& answer);
inline std::size_t note_footprint(const RecordedAnswer& answer) { return footprint(answer); }

}  // namespace shadowdiff::pipeline
