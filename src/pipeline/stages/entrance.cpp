// SPDX-License-Identifier: Apache-2.0
#include "pipeline/stages/entrance.hpp"

#include "redact/redactor.hpp"
#include "routes/route.hpp"

#include <cassert>

namespace shadowdiff::pipeline {

bool Entrance::admit(const http::Sighting& sighting) {
    return std::visit([this](const auto& one) { return on(one); }, sighting);
}

bool Entrance::admit(const http::WireSighting& sighting) {
    return std::visit([this](const auto& one) { return on(one); }, sighting);
}

bool Entrance::admit(const http::Exchange& whole, std::size_t bytes) {
    assert(waits_for_room_);
    if (enter(bytes)) {
        --awaiting_source_;
        return true;
    }
    leave_out(whole.id, whole.seen_at, whole.request.method, whole.request.target);
    return false;
}

bool Entrance::on(const http::RequestSeen& seen) {
    const bool is_in = enter() || refuse(seen);
    if (seen.is_all) end(seen.id);
    return is_in;
}

bool Entrance::on(const http::WireRequest& request) {
    if (!request.is_first_told) return is_let_in(request.id);
    return enter() || refuse(http::seen_of(request));
}

bool Entrance::enter(std::size_t bytes) {
    books_.see();
    const bool entered =
        waits_for_room_ ? admission_.enter(awaiting_source_, bytes) : admission_.try_enter();
    if (entered) ++awaiting_source_;
    return entered;
}

bool Entrance::refuse(const http::RequestSeen& seen) {
    refused_.insert(seen.id);
    leave_out(seen.id, seen.at, seen.method, seen.target);
    return false;
}

void Entrance::leave_out(const http::ExchangeId& id, Timestamp at, std::string_view method,
                         std::string_view target) {
    // Of what is refused nothing is kept but its route: what everybody calls a secret stays out.
    static const redact::Redactor redactor;
    const auto reason = waits_for_room_ ? Reason::interrupted : Reason::queue_full;
    const auto shown = redactor.target(target).text();
    books_.leave_out(id, {at, routes::infer(method, shown), judge::Verdict::dropped, reason});
}

bool Entrance::end(const http::ExchangeId& id) {
    if (refused_.erase(id) > 0) return false;
    --awaiting_source_;
    return true;
}

}  // namespace shadowdiff::pipeline
