// SPDX-License-Identifier: Apache-2.0
#include "mirror/upstream/upstream.hpp"

#include "mirror/request/our_words.hpp"
#include "mirror/request/rewrite.hpp"
#include "mirror/request/supplied.hpp"
#include "mirror/upstream/failure.hpp"

#include <utility>

namespace shadowdiff::mirror {
namespace {

constexpr Duration for_ever = 24h * 365;

bool is_production(http::Leg leg) { return leg != http::Leg::candidate; }

bool was_stale(const http::Answer& answer) {
    const auto* failure = answer.failure();
    return failure && failure->failure_class == http::FailureClass::reset_before_answer;
}

}  // namespace

Upstream::Upstream(asio::any_io_executor executor, LegTarget leg, UpstreamOptions options)
    : executor_{std::move(executor)},
      leg_{std::move(leg)},
      options_{std::move(options)},
      dialer_{leg_.target, leg_.options.tls, leg_.options.last_addresses},
      budget_{leg_.options.limits, is_production(leg_.leg)},
      kept_{leg_.options.limits.bodies_kept_max, http::DecodingRate{}},
      idle_{std::make_shared<ConnectionPool>(executor_, leg_.options.limits.idle_max)},
      turn_timer_{executor_} {}

asio::awaitable<http::Answer> Upstream::ask(Errand errand) {
    const auto until = waits_until(errand);
    const bool is_stale = errand.is_behind_others && SteadyClock::now() >= until;
    std::vector<std::string> supplied;
    if (!options_.tokens.is_empty()) {
        co_await wait_for_tokens(errand, until);
        supplied = translate(errand.request);
    }
    if (auto set = with_fields_set(*errand.request, leg_.options.rewrite)) {
        errand.request = std::move(set);
    }
    const bool is_withheld = options_.withholds_redacted && !stopped_ &&
                             lacks_something(*errand.request, leg_.target, leg_.options.rewrite);
    if (is_withheld) co_return shed_answer(errand, http::Shed::redacted);
    const auto stops = stops_;
    const auto turn = take_turn(is_stale);
    auto shed = turn.kind == Turn::Kind::shed ? std::optional{turn.why} : std::nullopt;
    if (turn.kind == Turn::Kind::wait) shed = co_await wait_for_turn(turn, until);
    if (shed) co_return shed_answer(errand, *shed);
    http::Answer answer;
    if (stops == stops_) answer = co_await ask_now(errand);
    if (stops != stops_) answer = shed_answer(errand, stopped_.value_or(http::Shed::paused));
    budget_.end(answer, SteadyClock::now());
    wake_waiting();
    answer.supplied = std::move(supplied);
    co_return answer;
}

// Live, a request grows stale wherever it waits: in its lane, for tokens, for its turn.
SteadyTime Upstream::waits_until(const Errand& errand) const {
    if (options_.waits_for_turn) return SteadyClock::now() + for_ever;
    return errand.asked_at + leg_.options.limits.wait_max;
}

// A client may bring back what it was given before this leg has answered: for a moment we wait, and
// a file's requests until it has.
asio::awaitable<void> Upstream::wait_for_tokens(Errand errand, SteadyTime until) {
    while (!stopped_ && SteadyClock::now() < until &&
           options_.tokens.is_awaited(errand.id, leg_.leg, *errand.request)) {
        const auto timer = std::make_shared<Timer>(executor_, until);
        token_waits_.push_back(timer);
        co_await timer->async_wait();
    }
}

// Gives the secrets that were put in.
std::vector<std::string> Upstream::translate(std::shared_ptr<const http::Request>& request) {
    auto copy = std::make_shared<http::Request>(*request);
    auto translation = options_.tokens.translate(leg_.leg, *copy);
    counters_.translated += translation.places;
    if (translation.places > 0) request = std::move(copy);
    return std::move(translation.secrets);
}

void Upstream::look_for_tokens() {
    for (const auto& timer : std::exchange(token_waits_, {})) timer->cancel();
}

// Most often it may go at once, and nothing need wait.
Turn Upstream::take_turn(bool is_stale) {
    const auto shed = [](http::Shed why) { return Turn{Turn::Kind::shed, why, {}}; };
    if (stopped_) return shed(*stopped_);
    const auto now = SteadyClock::now();
    auto turn = budget_.turn(now, options_.waits_for_turn);
    if (turn.kind == Turn::Kind::shed) return turn;
    if (is_stale) return shed(http::Shed::stale);
    if (turn.kind == Turn::Kind::go && waiting_.empty()) {
        budget_.begin(now);
        return turn;
    }
    if (waiting_.size() >= leg_.options.limits.waiting_max) return shed(http::Shed::waiting);
    turn.kind = Turn::Kind::wait;  // for those before it
    return turn;
}

asio::awaitable<std::optional<http::Shed>> Upstream::wait_for_turn(Turn turn, SteadyTime until) {
    const auto waiter = std::make_shared<Waiter>(Waiter{.timer = Timer{executor_}});
    if (turn.why != http::Shed::none) waiter->outcome = turn.why;
    waiter->timer.expires_at(until);
    waiting_.push_back(waiter);
    if (turn.at && waiting_.size() == 1) wake_at(*turn.at);
    co_await waiter->timer.async_wait();
    if (waiter->is_settled) co_return waiter->outcome;
    std::erase(waiting_, waiter);  // too long
    co_return waiter->outcome;
}

// In the order in which they came, for as long as the budget lets them.
void Upstream::wake_waiting() {
    while (!waiting_.empty()) {
        const auto now = SteadyClock::now();
        const auto turn = budget_.turn(now, options_.waits_for_turn);
        if (turn.kind == Turn::Kind::wait) {
            waiting_.front()->outcome = turn.why;
            if (turn.at) wake_at(*turn.at);
            return;
        }
        const bool goes = turn.kind == Turn::Kind::go;
        if (goes) budget_.begin(now);
        settle_front(goes ? std::nullopt : std::optional{turn.why});
    }
}

void Upstream::settle_front(std::optional<http::Shed> outcome) {
    const auto waiter = waiting_.front();
    waiting_.pop_front();
    waiter->is_settled = true;
    waiter->outcome = outcome;
    waiter->timer.cancel();
}

void Upstream::wake_at(SteadyTime at) {
    turn_timer_.expires_at(at);
    turn_timer_.async_wait([weak = weak_from_this()](ErrorCode error) {
        const auto self = weak.lock();
        if (self && !error) self->wake_waiting();
    });
}

asio::awaitable<http::Answer> Upstream::ask_now(Errand errand) {
    const bool is_safe = http::is_safe_method(errand.request->method);
    auto pooled = idle_->take(is_safe);
    const bool was_pooled = pooled != nullptr;
    auto answer = co_await ask_over_connection(was_pooled ? pooled : fresh(), errand);
    if (!was_pooled || !was_stale(answer) || !is_safe || stopped_) co_return answer;
    ++counters_.stale_retries;
    co_return co_await ask_over_connection(fresh(), errand);
}

asio::awaitable<http::Answer> Upstream::ask_over_connection(Connection connection,
                                                            const Errand& errand) {
    http::Answer answer{.leg = errand.leg,
                        .origin = http::Origin::sent,
                        .attempt = errand.attempt,
                        .outcome = http::Failure{},
                        .timing = {}};
    in_use_.insert(connection);
    const bool is_connected = connection->is_open() || co_await connect(*connection, answer);
    if (is_connected && !stopped_) {
        const auto words = our_words(errand, options_.run_mark, leg_.options.rewrite);
        options_.own.note(connection->ends(), std::chrono::system_clock::now());
        auto wire = std::make_shared<const Bytes>(wire_of(errand, words));
        take(co_await ask_over(*connection, std::move(wire), errand.request->method,
                               leg_.options.limits, kept_),
             words, answer);
    }
    in_use_.erase(connection);
    give_back(std::move(connection));
    co_return answer;
}

asio::awaitable<bool> Upstream::connect(Channel& connection, http::Answer& answer) {
    answer.timing.request_at = std::chrono::system_clock::now();
    auto failure = co_await dialer_.connect(connection, leg_.options.limits.connect_max);
    if (failure) answer.outcome = located(*std::move(failure), leg_.target);
    co_return !failure;
}

void Upstream::take(Asked&& asked, const OurWords& words, http::Answer& answer) {
    answer.timing = asked.timing;
    auto outcome = located(std::move(asked.outcome), leg_.target);
    if (auto* response = std::get_if<http::Response>(&outcome)) {
        counters_.echoes += take_out_echoes(*response, words);
    }
    answer.outcome = std::move(outcome);
}

Bytes Upstream::wire_of(const Errand& errand, const OurWords& words) const {
    return to_wire(*errand.request, {leg_.target, leg_.options.rewrite, words.mark, words.span_id});
}

void Upstream::stop(http::Shed why) {
    stopped_ = why;
    ++stops_;
    while (!waiting_.empty()) settle_front(why);
    look_for_tokens();
    for (const auto& connection : in_use_) connection->close();
    idle_->clear();
    turn_timer_.cancel();
}

void Upstream::pause(bool is_paused) {
    if (stopped_ == http::Shed::ending) return;
    if (is_paused) return stop(http::Shed::paused);
    stopped_.reset();
}

void Upstream::cancel() { stop(http::Shed::ending); }

Result<void> Upstream::reload() {
    auto loaded = dialer_.reload();
    if (loaded) idle_->clear();
    return loaded;
}

LegCounters Upstream::counters() const {
    auto counters = counters_;
    counters.breaker_openings = budget_.breaker().openings();
    counters.times_lowered = budget_.limit().times_lowered();
    return counters;
}

}  // namespace shadowdiff::mirror
