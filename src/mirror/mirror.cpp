// SPDX-License-Identifier: Apache-2.0
#include "mirror/mirror.hpp"

#include "mirror/lane.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include <algorithm>
#include <array>
#include <random>
#include <unordered_map>
#include <utility>

namespace shadowdiff::mirror {
namespace {

using Lanes = std::array<std::shared_ptr<Lane>, std::size(http::all_legs)>;  // by leg

std::size_t index_of(http::Leg leg) { return static_cast<std::size_t>(leg); }

}  // namespace

class Mirror::Engine : public std::enable_shared_from_this<Engine> {
public:
    Engine(asio::io_context& io, MirrorOptions options, std::function<void(Answered)> deliver)
        : io_{io},
          order_{options.order_seed ? *options.order_seed : std::random_device{}()},
          options_{std::make_shared<const MirrorOptions>(std::move(options))},
          deliver_{std::move(deliver)} {}

    void ask(Ask ask);
    void end_connection(std::uint64_t connection);
    void cancel();
    void stop();  // as cancel, and delivers nothing more
    std::size_t in_flight() const { return in_flight_; }

private:
    void ask_leg(Errand errand, std::uint64_t connection);
    bool has_room_for(std::uint64_t connection) const;
    const LegTarget* find_leg(http::Leg leg) const;
    void shed(const Errand& errand, http::Shed why);
    void answered(const http::ExchangeId& id, http::Answer answer);
    void forget(const Lane& lane);

    static asio::awaitable<void> serve(std::shared_ptr<Engine> engine, std::shared_ptr<Lane> lane);

    asio::io_context& io_;
    std::mt19937_64 order_;
    std::shared_ptr<const MirrorOptions> options_;
    std::function<void(Answered)> deliver_;
    std::unordered_map<std::uint64_t, Lanes> lanes_;  // by client connection
    std::size_t in_flight_ = 0;
    bool is_cancelled_ = false;
};

void Mirror::Engine::ask(Ask ask) {
    std::ranges::shuffle(ask.legs, order_);
    for (const auto leg : ask.legs) {
        ask_leg(Errand{ask.id, leg, ask.attempt, ask.request}, ask.connection);
    }
}

void Mirror::Engine::ask_leg(Errand errand, std::uint64_t connection) {
    const bool has_room = in_flight_ < options_->limits.in_flight_max;
    ++in_flight_;
    if (is_cancelled_) return shed(errand, http::Shed::ending);
    if (!has_room) return shed(errand, http::Shed::in_flight);
    const auto* leg = find_leg(errand.leg);
    if (!leg) return shed(errand, http::Shed::no_leg);
    if (!has_room_for(connection)) return shed(errand, http::Shed::connections);
    auto& lane = lanes_[connection][index_of(errand.leg)];
    if (lane && lane->is_full()) return shed(errand, http::Shed::waiting);
    if (lane) return lane->push(std::move(errand));
    lane = std::make_shared<Lane>(io_.get_executor(), options_, *leg, connection);
    // Asking again may come after the client's connection ended: nobody would end this lane.
    if (errand.attempt > 0) lane->end_when_idle();
    lane->push(std::move(errand));
    asio::co_spawn(io_, serve(shared_from_this(), lane), Rethrow{});
}

bool Mirror::Engine::has_room_for(std::uint64_t connection) const {
    return lanes_.contains(connection) || lanes_.size() < options_->limits.lanes_max;
}

const LegTarget* Mirror::Engine::find_leg(http::Leg leg) const {
    const auto found = std::ranges::find(options_->legs, leg, &LegTarget::leg);
    return found == options_->legs.end() ? nullptr : &*found;
}

asio::awaitable<void> Mirror::Engine::serve(std::shared_ptr<Engine> engine,
                                            std::shared_ptr<Lane> lane) {
    while (co_await lane->has_work()) {
        const auto errand = lane->take();
        auto answer = co_await lane->ask(errand);
        engine->answered(errand.id, std::move(answer));
    }
    engine->forget(*lane);
}

void Mirror::Engine::shed(const Errand& errand, http::Shed why) {
    asio::post(io_, [self = shared_from_this(), id = errand.id,
                     answer = shed_answer(errand, why)]() mutable {
        self->answered(id, std::move(answer));
    });
}

void Mirror::Engine::answered(const http::ExchangeId& id, http::Answer answer) {
    --in_flight_;
    if (deliver_) deliver_(Answered{id, std::move(answer)});
}

void Mirror::Engine::forget(const Lane& lane) {
    const auto found = lanes_.find(lane.connection());
    if (found == lanes_.end()) return;
    found->second[index_of(lane.leg())].reset();
    if (std::ranges::none_of(found->second, [](const auto& other) { return other != nullptr; })) {
        lanes_.erase(found);
    }
}

void Mirror::Engine::end_connection(std::uint64_t connection) {
    const auto found = lanes_.find(connection);
    if (found == lanes_.end()) return;
    for (const auto& lane : found->second) {
        if (lane) lane->end_when_idle();
    }
}

void Mirror::Engine::cancel() {
    is_cancelled_ = true;
    for (const auto& [connection, lanes] : lanes_) {
        for (const auto& lane : lanes) {
            if (lane) lane->cancel();
        }
    }
}

void Mirror::Engine::stop() {
    deliver_ = nullptr;
    cancel();
    lanes_.clear();
}

Mirror::Mirror(asio::io_context& io, MirrorOptions options, std::function<void(Answered)> deliver)
    : engine_{std::make_shared<Engine>(io, std::move(options), std::move(deliver))} {}
Mirror::~Mirror() { engine_->stop(); }

void Mirror::ask(Ask ask) { engine_->ask(std::move(ask)); }
void Mirror::end_connection(std::uint64_t connection) { engine_->end_connection(connection); }
std::size_t Mirror::in_flight() const { return engine_->in_flight(); }
void Mirror::cancel() { engine_->cancel(); }

}  // namespace shadowdiff::mirror
