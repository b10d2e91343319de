// SPDX-License-Identifier: Apache-2.0
// Natural pairs: two identical safe requests that clients sent at about the same time show whether
// legacy agrees with itself, and cost it nothing. Pure: time is in the exchanges.
#pragma once

#include "http/exchange.hpp"

#include <boost/unordered/unordered_flat_map.hpp>

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace shadowdiff::pipeline {

struct TwinsLimits {
    Duration apart_max = std::chrono::seconds{2};  // data moves on
    std::size_t frequent_pairs_max = 100;  // of one request; then each of them shows little new
    Duration seldom = std::chrono::milliseconds{50};  // and twins are at least so far apart
    Duration write_reach =
        std::chrono::seconds{1};  // a write works from before it is seen to after
    std::size_t answers_max = 4'096;
    std::size_t answers_bytes_max = 32 << 20;  // of their bodies together
    std::size_t body_bytes_max = 256 << 10;    // a longer one is not kept for it
    std::size_t packed_bytes_max = 4 << 10;    // of an answer; a longer one is shared, not copied
    std::size_t writes_max = 1'024;            // beyond it the oldest counts for every resource
};

class Twins {
public:
    explicit Twins(TwinsLimits limits = {}) : limits_{limits} {}

    /// An unsafe request was seen: what it may change pairs no answers from before with later ones.
    void note_write(std::string_view host, std::string_view target, Timestamp at);

    /// Legacy's answer to the latest request that equals this safe one, or null; and remembers this
    /// one's. The requests must lie close together, with no write to the resource, what lies below
    /// it or what it is part of between them. Of a request that comes all the time only some are
    /// told.
    std::shared_ptr<const http::Response> meet(const http::Exchange& exchange);

    /// A write to the resource of this exchange, what lies below it or what it is part of was seen
    /// since: what was asked again meanwhile may tell of another state.
    bool is_written_since(const http::Exchange& exchange) const;

private:
    struct Remembered {
        Hash128 key;
        Timestamp at;
        std::size_t pairs = 0;
        std::size_t bytes = 0;  // of the body
        Bytes packed = {};  // a short answer: its own memory would be cold when it is given back
        std::shared_ptr<const http::Response> answer = {};  // another
    };
    struct Write {
        std::string host;
        std::string path;
        Timestamp at;
    };

    bool is_written_between(const http::Exchange& exchange, Timestamp one, Timestamp other) const;
    Remembered& place_of(std::uint64_t number) { return places_[number % limits_.answers_max]; }
    std::shared_ptr<const http::Response> answer_in(const Remembered& remembered) const;
    void remember(const Hash128& key, const http::Exchange& exchange, const http::Answer& answer,
                  std::size_t pairs);
    void forget_oldest();

    TwinsLimits limits_;
    boost::unordered_flat_map<Hash128, std::uint64_t, std::hash<Hash128>> numbers_;  // the latest
    std::vector<Remembered> places_;  // by number; one takes the place of the oldest
    std::uint64_t oldest_ = 0;
    std::uint64_t next_ = 0;
    std::size_t answers_bytes_ = 0;
    std::deque<Write> writes_;
    Timestamp forgotten_write_at_ = Timestamp::min();
};

}  // namespace shadowdiff::pipeline
