// SPDX-License-Identifier: Apache-2.0
// One request with all that recorded traffic tells of it.
#pragma once

#include "base/bytes.hpp"
#include "base/reason.hpp"
#include "http/exchange.hpp"
#include "pipeline/recorded/outline.hpp"
#include "pipeline/stages/footprint.hpp"

#include <cstddef>
#include <memory>
#include <optional>

namespace shadowdiff::pipeline {

struct RecordedExchange {
    std::unique_ptr<http::Exchange> exchange;  // never null: it goes through many hands
    Reason lost = Reason::none;                // why legacy's answer is not among its answers
    bool is_request_whole = true;              // else it was seen, and is lost
    std::optional<Outline> outline = {};       // where somebody has found it
    Bytes answer_head = {};  // of its first answer as it was on the wire; empty: not known
};

/// Found now, where it was not before.
inline const Outline& outline_of(RecordedExchange& recorded) {
    if (!recorded.outline) recorded.outline = outline_of(*recorded.exchange);
    return *recorded.outline;
}

/// Found with all that is asked of it later.
inline std::size_t note_footprint(RecordedExchange& recorded) { return outline_of(recorded).bytes; }

inline std::size_t footprint(const RecordedExchange& recorded) {
    return recorded.outline ? recorded.outline->bytes : footprint(*recorded.exchange);
}

}  // namespace shadowdiff::pipeline
