// SPDX-License-Identifier: Apache-2.0
// What is asked of a recorded exchange on its way to the stages. The thread that reads it finds it
// at once: for another one its memory would be far away.
#pragma once

#include "base/hash.hpp"
#include "http/exchange.hpp"
#include "http/wire_sighting.hpp"

#include <cstddef>

namespace shadowdiff::pipeline {

/// What two recordings of one request have in common. Marks of redaction count as equal.
struct JoinKey {
    Hash128 hash;
    bool has_request_id = false;
};
JoinKey join_key(const http::Request& request);
/// The same, of one that need not be parsed for it.
JoinKey join_key(const http::WireRequest& wire);

struct Outline {
    JoinKey key;
    std::size_t bytes = 0;  // its footprint
};
Outline outline_of(const http::Exchange& exchange);

}  // namespace shadowdiff::pipeline
