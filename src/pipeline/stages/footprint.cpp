// SPDX-License-Identifier: Apache-2.0
#include "pipeline/stages/footprint.hpp"

namespace shadowdiff::pipeline {
namespace {

std::size_t fields_footprint(const http::Fields& fields) {
    return fields.size() * sizeof(http::Field) + fields.text_bytes();
}

}  // namespace

std::size_t footprint(const http::Request& request) {
    return sizeof request + request.target.size() + fields_footprint(request.headers) +
           request.body.bytes.size() + fields_footprint(request.trailers);
}

std::size_t footprint(const http::Answer& answer) {
    const auto* response = answer.response();
    if (!response) return sizeof answer;
    return sizeof answer + fields_footprint(response->headers) + response->body.bytes.size() +
           fields_footprint(response->trailers);
}

std::size_t footprint(const http::WireSighting& sighting) {
    const auto of = [](const auto& message) {
        return sizeof message + message.head.size() + message.body.bytes.size() +
               fields_footprint(message.trailers);
    };
    if (const auto* request = std::get_if<http::WireRequest>(&sighting)) return of(*request);
    const auto* answer = std::get_if<http::WireAnswer>(&sighting);
    return answer ? of(*answer) : 0;
}

std::size_t footprint(const http::Exchange& exchange) {
    auto bytes = footprint(exchange.request);
    for (const auto& answer : exchange.answers) bytes += footprint(answer);
    return bytes;
}

}  // namespace shadowdiff::pipeline
