// SPDX-License-Identifier: Apache-2.0
// Why a request was not judged, or its answers could not be compared: the closed family of reasons
// that stand in the ledger beside the verdicts excluded, dropped and uncomparable, and what kept a
// mismatch from being confirmed.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace shadowdiff {

enum class Reason : std::uint8_t {
    none,
    // excluded: we were told not to compare it
    unsafe_method,  // its method may change state, and nobody allowed sending it again
    own_traffic,    // we sent it ourselves
    filter,         // the run is not about it
    sampling,       // the run takes a share of the requests
    paused,         // mirroring was switched off
    not_asked,      // no leg was named to be asked: it was only recorded
    redacted,       // its recording is without a credential or body that it needs
    // dropped: we could not see or keep enough of it
    request_incomplete,      // the request ended before its body did
    request_body_limit,      // its body is longer than we keep
    gap,                     // bytes of the request were lost in capture
    uncertain_pairing,       // a gap or a late start made it unsure which answer is whose
    resynchronised_pairing,  // paired again after a gap, and not counted as exact
    answer_not_seen,         // the observed answer did not come within the join's bound
    answer_incomplete,       // the observed answer was cut by a gap or by the end of the capture
    endless_answer,          // the observed answer still went on at its time bound
    http09,                  // HTTP/0.9: its answer has no status and no end but the connection's
    upgrade,                 // the connection left HTTP/1
    cpu_budget,              // its connection was shed to stay inside the CPU budget
    queue_full,              // a bounded queue refused it
    leg_budget,              // a leg's budget kept it from being asked
    memory_bound,            // a bounded table was full
    repeated_id,             // a request of the same id waited still
    interrupted,             // the run was stopped before its answers came
    crashed,                 // the process died; derived when such a run file is read
    // uncomparable: both answers are there, and comparing them would be guessing
    body_limit,          // an answer's body is longer than we keep
    depth_limit,         // a document nested deeper than we follow
    malformed_observed,  // the observed answer broke HTTP/1 framing
    protocol_switch,     // an answer left HTTP/1
    // … because of where and when the request was sent again
    environment_validator,         // 304 against 200: the validator was minted by legacy
    environment_range,             // a part against all: If-Range named legacy's entity tag
    environment_quota,             // 429: the shadow shares a quota with live traffic
    environment_token_expired,     // 401: the recorded token has ended since
    environment_key_used,          // 409: legacy consumed the idempotency key
    environment_unmirrored_write,  // one has the resource: a write to it went to legacy alone
    // mismatch
    written_meanwhile,  // asked again, an answer had changed, and its resource was written to
};

inline constexpr auto reason_count = static_cast<std::size_t>(Reason::written_meanwhile) + 1;

/// The name used in the database, in reports and in JSON. Reason::none is "".
std::string_view name(Reason reason);
std::optional<Reason> reason_from_name(std::string_view text);

}  // namespace shadowdiff
