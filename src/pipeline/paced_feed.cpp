// SPDX-License-Identifier: Apache-2.0
#include "pipeline/paced_feed.hpp"

#include "redact/lost_places.hpp"
#include "routes/route.hpp"

#include <boost/asio/post.hpp>

#include <algorithm>
#include <thread>
#include <utility>

namespace shadowdiff::pipeline {
namespace {

using std::chrono::steady_clock;

constexpr std::chrono::milliseconds stop_poll{50};

// A recording that is read again is other requests, though their recorded ids are the same.
http::ExchangeId id_of_round(const http::ExchangeId& id, std::uint64_t round) {
    if (round == 0) return id;
    return {id.high ^ (round * 0x9e3779b97f4a7c15U), id.low + round};
}

http::RequestSeen seen_of(const http::Exchange& exchange) {
    return {.id = exchange.id,
            .connection = exchange.connection,
            .client = exchange.client,
            .server = exchange.server,
            .at = exchange.seen_at,
            .method = exchange.request.method,
            .target = exchange.request.target,
            .host = std::string{http::value_of(exchange.request.headers, "Host").value_or("")}};
}

}  // namespace

PacedFeed::PacedFeed(PacedFeedOptions options, Stages& stages, Sketch& lag)
    : options_{std::move(options)}, pacer_{options_.pace}, stages_{stages}, lag_{lag} {}

void PacedFeed::wait(Timestamp recorded_at) {
    ++requests_;
    if (is_enough()) stop_time_.set(Timestamp::min());  // of captures: read no packet more
    const auto due = pacer_.due(recorded_at);
    if (!due) return;
    const auto at = start_ + std::chrono::duration_cast<steady_clock::duration>(*due);
    for (auto now = steady_clock::now(); now < at && !is_stopped_; now = steady_clock::now()) {
        std::this_thread::sleep_until(std::min(at, now + stop_poll));
    }
    boost::asio::post(stages_.io(), [&lag = lag_, at] {
        const std::chrono::nanoseconds late = steady_clock::now() - at;
        lag.add(static_cast<double>(late.count()));
    });
}

bool PacedFeed::lacks_something(const http::Request& request) const {
    return std::ranges::any_of(redact::lost_places(request), [&](const std::string& place) {
        return std::ranges::find(options_.supplied, place) == options_.supplied.end();
    });
}

void PacedFeed::take(http::Exchange exchange, std::uint64_t round, Entrance& entrance) {
    exchange.id = id_of_round(exchange.id, round);
    wait(exchange.seen_at);
    if (exchange.seen_at == Timestamp{}) {
        exchange.seen_at = std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now());
    }
    if (lacks_something(exchange.request)) {
        stages_.books().see();
        stages_.books().settle({exchange.seen_at,
                                routes::infer(exchange.request.method, exchange.request.target),
                                judge::Verdict::excluded, Reason::redacted});
        return;
    }
    const http::Sighting seen = seen_of(exchange);
    if (!entrance.admit(seen)) {
        entrance.admit(http::Sighting{http::Lost{.id = exchange.id}});
        return;
    }
    const auto id = exchange.id;
    const auto pairing = exchange.pairing;
    http::Sighting ending = http::Lost{.id = id, .reason = Reason::answer_not_seen};
    if (!exchange.answers.empty()) {
        ending = http::AnswerSeen{id, pairing, std::move(exchange.answers.front())};
        exchange.answers.clear();
    }
    stages_.deliver(seen);
    stages_.deliver(http::Sighting{http::RequestComplete{std::move(exchange)}});
    if (entrance.admit(ending)) stages_.deliver(std::move(ending));
}

void PacedFeed::stop() {
    is_stopped_ = true;
    stop_time_.set(Timestamp::min());
}

void PacedFeed::set_share_read(std::optional<double> share) { share_read_ = share.value_or(-1); }

std::optional<double> PacedFeed::share_read() const {
    const double share = share_read_;
    if (share < 0) return std::nullopt;
    return share;
}

}  // namespace shadowdiff::pipeline
