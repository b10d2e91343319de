// SPDX-License-Identifier: Apache-2.0
#include "mirror/front/observation.hpp"

#include <utility>

namespace shadowdiff::mirror {

Observation::Observation(const Deliver& deliver, const http::ExchangeId& id, const Between& between,
                         const http::Request& head, const HttpLimits& limits, http::KeptBytes& kept)
    : deliver_{deliver}, body_{limits, &kept} {
    exchange_.id = id;
    exchange_.connection = between.connection;
    exchange_.client = between.client;
    exchange_.server = between.server;
    exchange_.seen_at = std::chrono::system_clock::now();
    is_wanted_ = deliver_(
        http::RequestSeen{.id = id,
                          .connection = between.connection,
                          .client = between.client,
                          .server = between.server,
                          .at = exchange_.seen_at,
                          .method = head.method,
                          .target = head.target,
                          .host = std::string{http::value_of(head.headers, "Host").value_or("")}});
}

void Observation::note_request_end(http::Fields trailers) {
    is_request_complete_ = true;
    if (!is_wanted_) return;
    request_at_ = SteadyClock::now();
    timing_.request_at = std::chrono::system_clock::now();
    exchange_.request.body = std::move(body_).finish();
    exchange_.request.trailers = std::move(trailers);
    deliver_(http::RequestComplete{std::move(exchange_)});
}

// An answer may begin before its request is complete.
void Observation::note_first_byte() {
    if (timing_.first_byte || !is_wanted_) return;
    timing_.first_byte = is_request_complete_ ? SteadyClock::now() - request_at_ : Duration::zero();
}

void Observation::end(Outcome outcome) {
    if (!is_wanted_) return;
    if (!is_request_complete_) {
        const auto* response = std::get_if<http::Response>(&outcome);
        const auto* failure = std::get_if<http::Failure>(&outcome);
        return end_lost(Reason::request_incomplete, response ? response->status : failure->status);
    }
    timing_.last_byte = SteadyClock::now() - request_at_;
    deliver_(http::AnswerSeen{.id = exchange_.id,
                              .pairing = http::Pairing::exact,
                              .answer = {.leg = http::Leg::legacy,
                                         .origin = http::Origin::observed,
                                         .attempt = 0,
                                         .outcome = std::move(outcome),
                                         .timing = timing_}});
}

void Observation::end_lost(Reason reason, std::uint16_t status) {
    if (!is_wanted_) return;
    deliver_(http::Lost{.id = exchange_.id, .reason = reason, .status = status});
}

}  // namespace shadowdiff::mirror
