// SPDX-License-Identifier: Apache-2.0
#include "pipeline/replay/paced_feed.hpp"

#include "base/counted.hpp"
#include "base/priority.hpp"
#include "routes/route.hpp"

#include <boost/asio/post.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <future>
#include <memory>
#include <thread>
#include <utility>

namespace shadowdiff::pipeline {
namespace {

using std::chrono::steady_clock;

constexpr std::chrono::milliseconds stop_poll{50};
// One wake-up for many requests.
constexpr std::chrono::milliseconds read_ahead_min{10};
constexpr std::chrono::milliseconds read_ahead_max{20};
constexpr std::chrono::minutes silence_told_min{1};

// A recording that is read again is other requests, though their recorded ids are the same.
http::ExchangeId id_of_round(const http::ExchangeId& id, std::uint64_t round) {
    if (round == 0) return id;
    return {id.high ^ (round * 0x9e3779b97f4a7c15U), id.low + round};
}

std::string words_of_silence(steady_clock::duration silence) {
    using namespace std::chrono;
    const auto minutes = static_cast<std::uint64_t>(floor<std::chrono::minutes>(silence).count());
    return fmt::format(
        "the next request is due in {} (try: a higher --speed or --rate, or "
        "--as-fast-as-possible)",
        minutes < 120 ? counted(minutes, "minute", "minutes")
                      : counted(minutes / 60, "hour", "hours"));
}

}  // namespace

PacedFeed::PacedFeed(PacedFeedOptions options, Stages& stages, Sketch& lag)
    : options_{std::move(options)}, pacer_{options_.pace}, stages_{stages} {
    stages_.on_lag([this, &lag](std::chrono::nanoseconds late) {
        lag.add(static_cast<double>(late.count()));
        last_lag_.store(late.count(), std::memory_order_relaxed);
    });
}

std::optional<Stages::Due> PacedFeed::wait(Timestamp recorded_at) {
    requests_.fetch_add(1, std::memory_order_relaxed);
    if (is_enough()) stop_time_.set(Timestamp::min());  // of captures: read no packet more
    const auto since_start = pacer_.due(recorded_at);
    if (!since_start) return Stages::Due{};
    if (!start_) begin();
    const auto due = *start_ + std::chrono::duration_cast<steady_clock::duration>(*since_start);
    if (due - steady_clock::now() < read_ahead_max) return due;
    if (const auto silence = due - steady_clock::now(); silence > silence_told_min) {
        options_.on_trouble(words_of_silence(silence));
    }
    const auto soon = due - read_ahead_min;
    for (auto now = steady_clock::now(); now < soon && !is_stopped_; now = steady_clock::now()) {
        std::this_thread::sleep_until(std::min(soon, now + stop_poll));
    }
    if (is_stopped_) return std::nullopt;
    return due;
}

// What is due is sent by the mirror's thread, which goes before others.
void PacedFeed::begin() {
    boost::asio::post(stages_.io(), [] { be_punctual(); });
    connect_ahead();
    start_ = steady_clock::now() + read_ahead_min;
}

// Its deadline is that of each connection.
void PacedFeed::connect_ahead() {
    if (options_.connections_ahead == 0) return;
    const auto made = std::make_shared<std::promise<void>>();
    const auto are_made = made->get_future();
    stages_.connect_ahead(options_.connections_ahead, [made] { made->set_value(); });
    while (!is_stopped_ && are_made.wait_for(stop_poll) != std::future_status::ready) {
    }
}

void PacedFeed::take(RecordedExchange&& recorded, std::uint64_t round, Entrance& entrance) {
    auto& exchange = *recorded.exchange;
    exchange.id = id_of_round(exchange.id, round);
    const auto due = wait(exchange.seen_at);
    if (!due) return;
    if (exchange.seen_at == Timestamp{}) {
        exchange.seen_at = std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now());
    }
    const auto& request = exchange.request;
    if (options_.lacks_something && recorded.is_request_whole &&
        options_.lacks_something(request)) {
        stages_.books().see();
        stages_.books().leave_out(exchange.id,
                                  {exchange.seen_at, routes::infer(request.method, request.target),
                                   judge::Verdict::excluded, Reason::redacted});
        return;
    }
    if (entrance.admit(exchange, footprint(recorded))) {
        stages_.deliver(std::move(recorded), *due);
    }
}

void PacedFeed::stop() {
    is_stopped_ = true;
    stop_time_.set(Timestamp::min());
}

void PacedFeed::set_share_read(std::optional<double> share) { share_read_ = share.value_or(-1); }

std::optional<double> PacedFeed::share_done() const {
    if (options_.requests_max) {
        const auto wanted = static_cast<double>(*options_.requests_max);
        return std::min(1.0, static_cast<double>(requests()) / wanted);
    }
    const double share = share_read_;
    if (share < 0) return std::nullopt;
    return share;
}

std::optional<Duration> PacedFeed::lag() const {
    const Duration lag{last_lag_.load(std::memory_order_relaxed)};
    if (lag < Duration{}) return std::nullopt;
    return lag;
}

}  // namespace shadowdiff::pipeline
