// SPDX-License-Identifier: Apache-2.0
#include "http/wire_sighting.hpp"

#include "base/overload.hpp"
#include "http/head.hpp"
#include "http/head_scan.hpp"
#include "http/start_line.hpp"

#include <utility>

namespace shadowdiff::http {
namespace {

// The framer has let the heads pass: their bounds were kept, and nothing in them is refused.
constexpr HttpLimits no_limits{};

// Of a request on the wire or of an exchange.
template <class Seen>
RequestSeen seen(const Seen& one, const Request& request) {
    return {one.id,         one.connection,
            one.client,     one.server,
            one.seen_at,    request.method,
            request.target, std::string{value_of(request.headers, "Host").value_or("")}};
}

}  // namespace

RequestSeen seen_of(const WireRequest& request) {
    const auto head = parse_request_head(request.head, Strictness::lenient, no_limits);
    return seen(request, head ? *head : Request{});
}

RequestSeen seen_of(const RequestComplete& complete) {
    return seen(complete.exchange, complete.exchange.request);
}

std::optional<RequestNames> names_of(const WireRequest& wire) {
    HeadScan scan;
    if (scan_head(wire.head, no_limits, scan) == 0 || !scan.is_plain) return std::nullopt;
    const auto line = parse_request_line(scan.start_line, Strictness::lenient);
    if (!line) return std::nullopt;
    RequestNames names{line->method, line->target, std::nullopt};
    if (!scan.request_id.empty()) names.request_id = scan.request_id;
    return names;
}

void parse(WireRequest&& wire, Exchange& exchange) {
    auto request = parse_request_head(wire.head, Strictness::lenient, no_limits);
    exchange.id = wire.id;
    exchange.connection = wire.connection;
    exchange.client = wire.client;
    exchange.server = wire.server;
    exchange.seen_at = wire.seen_at;
    exchange.pairing = wire.pairing;
    if (request) exchange.request = *std::move(request);
    exchange.request.body = std::move(wire.body);
    exchange.request.trailers = std::move(wire.trailers);
}

RequestComplete parsed(WireRequest&& wire) {
    RequestComplete complete;
    parse(std::move(wire), complete.exchange);
    return complete;
}

AnswerSeen parsed(WireAnswer&& wire) {
    auto response = parse_response_head(wire.head, Strictness::lenient, no_limits);
    if (!response) response.emplace();
    response->body = std::move(wire.body);
    response->trailers = std::move(wire.trailers);
    return {wire.id, wire.pairing,
            Answer{Leg::legacy, Origin::observed, 0, *std::move(response), wire.timing}};
}

std::optional<Sighting> parsed(WireSighting&& sighting) {
    using Parsed = std::optional<Sighting>;
    return std::visit(Overload{
                          [](WireRequest&& wire) -> Parsed { return parsed(std::move(wire)); },
                          [](WireAnswer&& wire) -> Parsed { return parsed(std::move(wire)); },
                          [](BlindSpot&&) -> Parsed { return std::nullopt; },
                          [](auto&& other) -> Parsed { return std::move(other); },
                      },
                      std::move(sighting));
}

}  // namespace shadowdiff::http
