// SPDX-License-Identifier: Apache-2.0
// Byte streams -> exchanges: finds HTTP/1 by content on any port, parses both directions of each
// connection and pairs answers with requests in order.
#pragma once

#include "base/coverage.hpp"
#include "base/limits.hpp"
#include "base/waiting_limits.hpp"
#include "http/decoding_budget.hpp"
#include "http/wire_sighting.hpp"
#include "reassembly/stream_event.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>

namespace shadowdiff::http {

struct ConversationOptions {
    HttpLimits limits;
    std::size_t waiting_bytes_max = WaitingLimits{}.http_bytes_max;  // over all connections
    std::optional<DecodingRate> decoding_rate{};  // for traffic that does not wait
    bool with_sha256 = false;  // digest bodies so that others can check them, too
};

/// Answers are paired by their order on the connection, never by acknowledgement numbers. After a
/// gap that could have swallowed a message, pairs are uncertain until the connection ends. Each
/// seen request (RequestSeen, or a WireRequest that tells it first) is followed by exactly one of:
/// WireAnswer, AnswerSeen, Lost.
class Conversations {
public:
    /// `run_seed` makes the exchange ids of two runs differ.
    explicit Conversations(std::uint64_t run_seed, const ConversationOptions& options = {});
    ~Conversations();

    /// Valid until the next call. Values may be moved out of it.
    std::span<WireSighting> feed(const reassembly::StreamEvent& event);

    /// Unparsable bytes, answers without a request, connections that carry something else.
    const Coverage& coverage() const;

private:
    struct Table;
    std::unique_ptr<Table> table_;
};

}  // namespace shadowdiff::http
