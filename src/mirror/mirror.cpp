// SPDX-License-Identifier: Apache-2.0
#include "mirror/mirror.hpp"

#include "http/fifo.hpp"
#include "mirror/lane.hpp"
#include "mirror/upstream/upstream.hpp"
#include "mirror/wire/parked.hpp"
#include "mirror/wire/wire.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <random>
#include <unordered_map>
#include <utility>
#include <vector>

namespace shadowdiff::mirror {
namespace {

// Lanes come and go with each request; a coroutine that serves them is kept for the next one.
constexpr std::size_t idle_servers_max = 256;

}  // namespace

class Mirror::Engine : public std::enable_shared_from_this<Engine> {
public:
    Engine(asio::io_context& io, MirrorOptions options, std::function<void(Answered)> deliver)
        : io_{io},
          order_{options.order_seed ? *options.order_seed : std::random_device{}()},
          limits_{options.limits},
          deliver_{std::move(deliver)},
          tokens_{std::move(options.tokens)} {
        prepare_wires(io);
        for (auto& leg : options.legs) {
            legs_[index_of(leg.leg)] = std::make_shared<Upstream>(
                io.get_executor(), leg,
                UpstreamOptions{options.run_mark, options.waits_for_turn,
                                options.withholds_redacted, tokens_, own_});
        }
    }

    void ask(Ask ask);
    void note_observed(const http::ExchangeId& id, const http::Answer& answer);
    void connect_ahead(const std::vector<http::Leg>& legs, std::size_t connections,
                       std::function<void()> done);
    void pause(bool is_paused);
    void cancel();
    void stop();  // as cancel, and delivers nothing more
    std::size_t in_flight() const { return in_flight_; }
    Result<void> reload();
    LegCounters counters(http::Leg leg) const;
    const OwnConnections& own() const { return own_; }

private:
    void ask_leg(Errand errand, std::uint64_t connection);
    void shed(const Errand& errand, http::Shed why);
    void answered(const http::ExchangeId& id, http::Answer answer, std::optional<Duration> late);
    void learn(const http::ExchangeId& id, const http::Answer& answer);

    void serve_lane(LaneKey key);
    static asio::awaitable<void> serve_lanes(std::shared_ptr<Engine> engine, LaneKey key);
    /// Nothing, and no lane any more, where it has no more work.
    std::optional<Errand> next_of(LaneKey key);

    asio::io_context& io_;
    std::mt19937_64 order_;
    MirrorLimits limits_;
    std::function<void(Answered)> deliver_;
    Tokens tokens_;
    OwnConnections own_;
    std::array<std::shared_ptr<Upstream>, leg_count> legs_;
    std::unordered_map<LaneKey, http::Fifo<Errand>, LaneHash> lanes_;  // while they have work
    struct IdleServer {
        LaneKey* key;  // in its coroutine: the lane to serve next
        Resume resume;
    };
    std::vector<IdleServer> idle_servers_;
    std::size_t in_flight_ = 0;
    bool is_cancelled_ = false;
    bool is_stopped_ = false;
};

void Mirror::Engine::ask(Ask ask) {
    if (ask.attempt == 0) tokens_.begin(ask.id, ask.legs);
    std::ranges::shuffle(ask.legs, order_);
    const auto asked_at = SteadyClock::now();
    std::uint8_t place = 0;
    for (const auto leg : ask.legs) {
        ask_leg(Errand{ask.id, leg, ask.attempt, place++, ask.request, asked_at, ask.due},
                ask.connection);
    }
}

void Mirror::Engine::ask_leg(Errand errand, std::uint64_t connection) {
    const bool has_room = in_flight_ < limits_.in_flight_max;
    ++in_flight_;
    if (is_cancelled_) return shed(errand, http::Shed::ending);
    if (!has_room) return shed(errand, http::Shed::in_flight);
    if (!legs_[index_of(errand.leg)]) return shed(errand, http::Shed::no_leg);
    const LaneKey key{connection, errand.leg};
    auto lane = lanes_.find(key);
    if (lane != lanes_.end()) {
        if (lane->second.size() >= limits_.lane_waiting_max)
            return shed(errand, http::Shed::waiting);
        errand.is_behind_others = true;
        lane->second.emplace_back() = std::move(errand);
        return;
    }
    if (lanes_.size() >= limits_.lanes_max) return shed(errand, http::Shed::connections);
    lanes_[key].emplace_back() = std::move(errand);
    serve_lane(key);
}

void Mirror::Engine::serve_lane(LaneKey key) {
    if (!idle_servers_.empty()) {
        auto server = std::move(idle_servers_.back());
        idle_servers_.pop_back();
        *server.key = key;
        return asio::post(io_, std::move(server.resume));
    }
    asio::post(io_, [self = shared_from_this(), key] {
        asio::co_spawn(self->io_, serve_lanes(self, key), Rethrow{});
    });
}

asio::awaitable<void> Mirror::Engine::serve_lanes(std::shared_ptr<Engine> engine, LaneKey key) {
    while (true) {
        while (const auto errand = engine->next_of(key)) {
            auto answer = co_await engine->legs_[index_of(key.leg)]->ask(*errand);
            answer.place = errand->place;
            const auto late = lateness(*errand, answer);
            engine->answered(errand->id, std::move(answer), late);
        }
        if (engine->is_stopped_ || engine->idle_servers_.size() >= idle_servers_max) co_return;
        co_await park(
            [&](Resume resume) { engine->idle_servers_.push_back({&key, std::move(resume)}); });
    }
}

std::optional<Errand> Mirror::Engine::next_of(LaneKey key) {
    const auto lane = lanes_.find(key);
    if (lane->second.empty()) {
        lanes_.erase(lane);
        return std::nullopt;
    }
    auto errand = std::move(lane->second.front());
    lane->second.pop_front();
    return errand;
}

void Mirror::Engine::shed(const Errand& errand, http::Shed why) {
    asio::post(io_, [self = shared_from_this(), id = errand.id,
                     answer = shed_answer(errand, why)]() mutable {
        self->answered(id, std::move(answer), std::nullopt);
    });
}

void Mirror::Engine::answered(const http::ExchangeId& id, http::Answer answer,
                              std::optional<Duration> late) {
    --in_flight_;
    if (answer.attempt == 0) learn(id, answer);
    if (deliver_) deliver_(Answered{id, std::move(answer), late});
}

void Mirror::Engine::learn(const http::ExchangeId& id, const http::Answer& answer) {
    if (tokens_.is_empty()) return;
    const auto* response = answer.response();
    const bool was_asked = answer.origin == http::Origin::sent;
    if (was_asked && response) tokens_.note(id, answer.leg, *response);
    if (was_asked && !response) tokens_.note_failure(id, answer.leg);
    if (!was_asked && response) tokens_.note_given(id, *response);
    for (const auto& leg : legs_) {
        if (leg) leg->look_for_tokens();
    }
}

void Mirror::Engine::note_observed(const http::ExchangeId& id, const http::Answer& answer) {
    learn(id, answer);
}

// Told when the last of those that connect has let go.
void Mirror::Engine::connect_ahead(const std::vector<http::Leg>& legs, std::size_t connections,
                                   std::function<void()> done) {
    const std::shared_ptr<void> whole{nullptr, [done = std::move(done)](void*) { done(); }};
    for (const auto leg : legs) legs_[index_of(leg)]->connect_ahead(connections, whole);
}

void Mirror::Engine::pause(bool is_paused) {
    for (const auto& leg : legs_) {
        if (leg) leg->pause(is_paused);
    }
}

void Mirror::Engine::cancel() {
    is_cancelled_ = true;
    for (const auto& leg : legs_) {
        if (leg) leg->cancel();
    }
}

void Mirror::Engine::stop() {
    deliver_ = nullptr;
    is_stopped_ = true;
    cancel();
    idle_servers_.clear();
}

Result<void> Mirror::Engine::reload() {
    for (const auto leg : http::all_legs) {
        const auto& upstream = legs_[index_of(leg)];
        if (!upstream) continue;
        if (auto loaded = upstream->reload(); !loaded) {
            return std::unexpected{
                Error{fmt::format("{}: {}", http::name(leg), loaded.error().message)}};
        }
    }
    return {};
}

LegCounters Mirror::Engine::counters(http::Leg leg) const {
    const auto& upstream = legs_[index_of(leg)];
    return upstream ? upstream->counters() : LegCounters{};
}

Mirror::Mirror(asio::io_context& io, MirrorOptions options, std::function<void(Answered)> deliver)
    : engine_{std::make_shared<Engine>(io, std::move(options), std::move(deliver))} {}
Mirror::~Mirror() { engine_->stop(); }

void Mirror::ask(Ask ask) { engine_->ask(std::move(ask)); }
std::size_t Mirror::in_flight() const { return engine_->in_flight(); }
void Mirror::note_observed(const http::ExchangeId& id, const http::Answer& answer) {
    engine_->note_observed(id, answer);
}
void Mirror::connect_ahead(const std::vector<http::Leg>& legs, std::size_t connections,
                           std::function<void()> done) {
    engine_->connect_ahead(legs, connections, std::move(done));
}
void Mirror::pause(bool is_paused) { engine_->pause(is_paused); }
void Mirror::cancel() { engine_->cancel(); }
Result<void> Mirror::reload() { return engine_->reload(); }
LegCounters Mirror::counters(http::Leg leg) const { return engine_->counters(leg); }
bool Mirror::has_sent(const http::Exchange& exchange) const {
    return engine_->own().contains(exchange.client, exchange.server, exchange.seen_at);
}

}  // namespace shadowdiff::mirror
