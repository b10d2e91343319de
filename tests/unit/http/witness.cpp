// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/http/witness.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>

namespace shadowdiff::test {

using namespace http;

void Witness::feed(const std::vector<reassembly::StreamEvent>& events) {
    for (const auto& event : events) {
        for (auto& sighting : conversations_.feed(event)) {
            tell(std::move(sighting), [this](const Sighting& told) {
                std::visit([this](const auto& one) { on(one); }, told);
            });
        }
    }
}

std::size_t Witness::open() const {
    return static_cast<std::size_t>(
        std::ranges::count_if(known_, [](const auto& one) { return !one.second.is_settled; }));
}

void Witness::on(const RequestSeen& seen) {
    REQUIRE_MESSAGE(known_.emplace(seen.id, Known{seen.target}).second, "an id was used twice");
    text_ += fmt::format("seen {} {}\n", seen.method, seen.target);
}

void Witness::on(const RequestComplete& complete) {
    const auto found = known_.find(complete.exchange.id);
    REQUIRE(found != known_.end());
    REQUIRE_FALSE(found->second.is_settled);
    REQUIRE_FALSE(found->second.is_complete);
    found->second.is_complete = true;
    const auto& request = complete.exchange.request;
    text_ += fmt::format("asked {} {} [{}]\n", request.method, request.target, request.body.bytes);
}

Witness::Known& Witness::settle(const ExchangeId& id) {
    const auto found = known_.find(id);
    REQUIRE_MESSAGE(found != known_.end(), "the end of a request that was never seen");
    REQUIRE_MESSAGE(!found->second.is_settled, "a request that ends twice");
    found->second.is_settled = true;
    return found->second;
}

void Witness::on(const AnswerSeen& seen) {
    const auto& known = settle(seen.id);
    REQUIRE_MESSAGE(known.is_complete, "an answer to a request that is not whole");
    answers_.push_back(seen.answer);
    const auto pairing =
        seen.pairing == Pairing::exact ? std::string{} : fmt::format(" {}", name(seen.pairing));
    if (const auto* failure = seen.answer.failure()) {
        text_ += fmt::format("failed {} {}{} {}\n", known.target, name(failure->failure_class),
                             pairing, failure->status);
        return;
    }
    const auto& response = *seen.answer.response();
    text_ += fmt::format("answer {} {}{} [{}]\n", known.target, response.status, pairing,
                         response.body.bytes);
}

void Witness::on(const Lost& lost) {
    text_ += fmt::format("lost {} {} {}\n", settle(lost.id).target, name(lost.reason), lost.status);
}

void Witness::on(const ConnectionEnded&) { text_ += "ended\n"; }

std::string told(const std::vector<reassembly::StreamEvent>& events, HttpLimits limits) {
    Witness witness{limits};
    witness.feed(events);
    return witness.text();
}

void check_every_cut(const Stream& stream, const std::string& expected) {
    for_every_cut(stream.events(), [&](const std::vector<reassembly::StreamEvent>& events) {
        CAPTURE(events.size());
        REQUIRE(told(events) == expected);
    });
}

}  // namespace shadowdiff::test
