// SPDX-License-Identifier: Apache-2.0
#include "store/choose_examples.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <string_view>

namespace shadowdiff::store {
namespace {

std::uint64_t hash_of(std::string_view id) {
    std::uint64_t low = 0;
    const auto tail = id.substr(id.size() - std::min<std::size_t>(id.size(), 16));
    std::from_chars(tail.data(), tail.data() + tail.size(), low, 16);
    return low;
}

}  // namespace

void choose_examples(ExchangeRow& exchange, judge::Examples& examples) {
    exchange.examples.clear();
    const judge::Examples::Offer offer{{0, hash_of(exchange.id)},
                                       Timestamp{std::chrono::microseconds{exchange.seen_at_us}},
                                       exchange.target.text().size() +
                                           exchange.request_headers.text().size() +
                                           exchange.request_body.text().size()};
    if (exchange.verdict == "match") {
        const auto slot = examples.offer_match(exchange.route, offer);
        if (slot) exchange.examples.push_back({"", *slot});
        return;
    }
    for (const auto& shown : exchange.shown) {
        for (const auto slot : examples.offer(shown.fingerprint + shown.standing, offer)) {
            exchange.examples.push_back({shown.fingerprint, slot});
        }
    }
}

}  // namespace shadowdiff::store
