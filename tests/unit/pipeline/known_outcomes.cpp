// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/pipeline/known_outcomes.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace shadowdiff::test {

using namespace http;

KnownOutcomes::KnownOutcomes(const KnownTraffic& traffic) : traffic_{traffic} {
    for (const auto& connection : traffic_.connections) {
        connections_[connection.client.port] = &connection;
    }
}

void KnownOutcomes::take(const Sighting& sighting) {
    std::visit([this](const auto& one) { on(one); }, sighting);
}

void KnownOutcomes::finish() {
    for (const auto& [id, known] : known_) {
        if (!known.is_settled) fault("has no outcome", known);
    }
    if (seen != exact + not_exact + failed + lost) {
        faults_ += fmt::format("unbalanced: {} seen, {} exact, {} less sure, {} failed, {} lost\n",
                               seen, exact, not_exact, failed, lost);
    }
}

const KnownExchange* KnownOutcomes::exchange_of(const KnownConnection& connection,
                                                const RequestSeen& request) {
    const auto found = std::ranges::find_if(connection.exchanges, [&](const KnownExchange& one) {
        return one.target == request.target && one.method == request.method;
    });
    return found == connection.exchanges.end() ? nullptr : &*found;
}

void KnownOutcomes::on(const RequestSeen& request) {
    ++seen;
    Known known;
    known.target = request.target;
    // Where no handshake was seen, text that looks like a request may come from the server.
    const bool is_turned = !connections_.contains(request.client.port);
    const auto found = connections_.find(is_turned ? request.server.port : request.client.port);
    if (found == connections_.end()) return fault("on a connection that was not there", known);
    known.connection = found->second;
    const auto& client = is_turned ? request.server : request.client;
    const auto& server = is_turned ? request.client : request.server;
    if (client != known.connection->client || server != known.connection->server) {
        fault("has other endpoints", known);
    }
    known.exchange = is_turned ? nullptr : exchange_of(*known.connection, request);
    if (!known.exchange) {
        ++made_up;
    } else if (++times_seen_[request.target] > 1) {
        fault("seen twice", known);
    }
    if (!known_.emplace(request.id, known).second) fault("has an id that was used", known);
}

void KnownOutcomes::on(const RequestComplete& request) {
    ++complete;
    const auto found = known_.find(request.exchange.id);
    if (found == known_.end()) {
        faults_ += "complete, and was never seen\n";
        return;
    }
    auto& known = found->second;
    if (known.is_settled || known.is_complete) fault("complete too late or twice", known);
    known.is_complete = true;
    if (!known.exchange) return;
    if (request.exchange.request.body.bytes != known.exchange->request_body) {
        fault("complete with another body", known);
    }
}

KnownOutcomes::Known* KnownOutcomes::settle(const ExchangeId& id) {
    const auto found = known_.find(id);
    if (found == known_.end()) {
        faults_ += "the outcome of a request that was never seen\n";
        return nullptr;
    }
    if (found->second.is_settled) fault("has two outcomes", found->second);
    found->second.is_settled = true;
    return &found->second;
}

bool KnownOutcomes::is_right(const Known& known, const Response& response) {
    return known.exchange && value_of(response.headers, of_field) == known.exchange->target &&
           response.status == known.exchange->status &&
           response.body.bytes == known.exchange->body &&
           response.body.length == known.exchange->body.size();
}

void KnownOutcomes::on(const AnswerSeen& answer) {
    const auto* known = settle(answer.id);
    if (!known) return;
    const auto* response = answer.answer.response();
    if (!response && answer.pairing == Pairing::exact) {
        // No server of known traffic fails: what looks so was lost on the way to us.
        ++failed;
        return fault(fmt::format("failed: {}", answer.answer.failure()->detail), *known);
    }
    if (!known->is_complete) fault("answered, and not complete", *known);
    const bool right = response && is_right(*known, *response);
    if (answer.pairing == Pairing::exact) {
        ++exact;
        ++exact_by[known->connection->client.port];
        if (!right) {
            fault(fmt::format("exact, with the answer of {}",
                              value_of(response->headers, of_field).value_or("nobody")),
                  *known);
        }
    } else {
        ++not_exact;
        not_exact_wrong += right ? 0 : 1;
    }
}

void KnownOutcomes::on(const Lost& one) {
    const auto* known = settle(one.id);
    if (!known) return;
    ++lost;
    ++lost_by[one.reason];
    if (one.reason == Reason::none) fault("lost without a reason", *known);
}

void KnownOutcomes::fault(std::string_view what, const Known& known) {
    faults_ += fmt::format("{}: {}\n", known.target, what);
}

}  // namespace shadowdiff::test
