// SPDX-License-Identifier: Apache-2.0
#include "base/reason.hpp"

#include <cstddef>

namespace shadowdiff {

std::string_view name(Reason reason) {
    switch (reason) {
        case Reason::none: return "";
        case Reason::unsafe_method: return "unsafe_method";
        case Reason::own_traffic: return "own_traffic";
        case Reason::filter: return "filter";
        case Reason::sampling: return "sampling";
        case Reason::paused: return "paused";
        case Reason::not_asked: return "not_asked";
        case Reason::redacted: return "redacted";
        case Reason::request_incomplete: return "request_incomplete";
        case Reason::request_body_limit: return "request_body_limit";
        case Reason::gap: return "gap";
        case Reason::uncertain_pairing: return "uncertain_pairing";
        case Reason::resynchronised_pairing: return "resynchronised_pairing";
        case Reason::answer_not_seen: return "answer_not_seen";
        case Reason::answer_incomplete: return "answer_incomplete";
        case Reason::endless_answer: return "endless_answer";
        case Reason::http09: return "http09";
        case Reason::upgrade: return "upgrade";
        case Reason::cpu_budget: return "cpu_budget";
        case Reason::queue_full: return "queue_full";
        case Reason::leg_budget: return "leg_budget";
        case Reason::memory_bound: return "memory_bound";
        case Reason::repeated_id: return "repeated_id";
        case Reason::interrupted: return "interrupted";
        case Reason::crashed: return "crashed";
        case Reason::body_limit: return "body_limit";
        case Reason::depth_limit: return "depth_limit";
        case Reason::malformed_observed: return "malformed_observed";
        case Reason::protocol_switch: return "protocol_switch";
        case Reason::environment_validator: return "environment.validator";
        case Reason::environment_range: return "environment.range";
        case Reason::environment_quota: return "environment.quota";
        case Reason::environment_token_expired: return "environment.token_expired";
        case Reason::environment_key_used: return "environment.key_used";
        case Reason::environment_unmirrored_write: return "environment.unmirrored_write";
        case Reason::written_meanwhile: return "written_meanwhile";
    }
    return "";
}

std::optional<Reason> reason_from_name(std::string_view text) {
    for (std::size_t i = 0; i < reason_count; ++i) {
        const auto reason = static_cast<Reason>(i);
        if (name(reason) == text) return reason;
    }
    return std::nullopt;
}

}  // namespace shadowdiff
