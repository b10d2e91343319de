// SPDX-License-Identifier: Apache-2.0
#include "pipeline/stages.hpp"

#include "base/digest.hpp"
#include "base/hash.hpp"
#include "base/overload.hpp"
#include "base/version.hpp"
#include "pipeline/footprint.hpp"

#include <boost/asio/post.hpp>

#include <chrono>
#include <functional>
#include <future>
#include <utility>

namespace shadowdiff::pipeline {
namespace {

constexpr auto expiry_period = std::chrono::seconds{1};
constexpr auto drain_poll = std::chrono::milliseconds{100};

Timestamp now() { return std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now()); }

std::int64_t now_us() {
    return std::chrono::duration_cast<std::chrono::microseconds>(now().time_since_epoch()).count();
}

bool is_observed(const ShadowOptions& options) {
    return !std::holds_alternative<mirror::Target>(options.legacy);
}

store::RunRow run_row(const ShadowOptions& options) {
    store::RunRow row;
    row.version = version;
    row.source = options.source;
    row.legacy = std::visit(Overload{[](ObservedLegacy) -> std::string { return "observed"; },
                                     [](RecordedLegacy) -> std::string { return "recorded"; },
                                     [](const mirror::Target& t) { return mirror::to_text(t); }},
                            options.legacy);
    if (options.candidate) row.candidate = mirror::to_text(*options.candidate);
    if (options.secondary) row.secondary = mirror::to_text(*options.secondary);
    row.method_policy = mirror::to_text(options.whether.methods);
    row.started_at_us = now_us();
    row.facts = options.facts;
    if (options.rules->rules.empty()) row.facts.try_emplace("rules_digest", "none");
    row.facts["run_id"] = to_hex(hash128(random_bytes(16)));
    if (options.warm_up > Duration{}) {
        row.facts["warm_up_us"] = std::to_string(options.warm_up / std::chrono::microseconds{1});
    }
    const auto& whether = options.whether;
    if (whether.sampling.rate < 1) row.facts["sampling"] = mirror::to_text(whether.sampling);
    if (!whether.filters.include.empty()) row.facts["include"] = to_text(whether.filters.include);
    if (!whether.filters.exclude.empty()) row.facts["exclude"] = to_text(whether.filters.exclude);
    row.facts["keep"] = name(options.keep.keep);
    if (!options.keep.bodies) row.facts["bodies"] = "none";
    return row;
}

MirrorStageOptions mirror_options(const ShadowOptions& options, std::uint64_t run_seed) {
    MirrorStageOptions stage;
    const auto add = [&](http::Leg leg, const mirror::Target& target) {
        const auto found = options.legs.find(leg);
        stage.mirror.legs.push_back(
            {leg, target, found == options.legs.end() ? mirror::LegOptions{} : found->second});
    };
    if (const auto* legacy = std::get_if<mirror::Target>(&options.legacy)) {
        add(http::Leg::legacy, *legacy);
    } else if (options.reask_legacy) {
        add(http::Leg::legacy, *options.reask_legacy);
    }
    if (options.candidate) add(http::Leg::candidate, *options.candidate);
    if (options.secondary) add(http::Leg::secondary, *options.secondary);
    if (options.marks_requests) stage.mirror.run_mark = to_hex(Hash128{0, run_seed}).substr(16);
    stage.legacy_is_observed = is_observed(options);
    stage.pairs_twins = !options.secondary;
    stage.pins = options.pins;
    stage.openapi = options.openapi;
    stage.mirror.tokens = options.tokens;
    stage.mirror.waits_for_turn = !options.is_live;
    stage.whether = options.whether;
    stage.limits = options.limits;
    return stage;
}

JudgeStageOptions judge_options(const ShadowOptions& options) {
    JudgeStageOptions stage;
    stage.judge.may_ask_legacy = !is_observed(options) || options.reask_legacy;
    stage.judge.control_share = options.control_share;
    stage.judge.may_ask_secondary = options.secondary.has_value();
    stage.redact = options.redact;
    stage.keep = options.keep;
    stage.rules = options.rules;
    stage.warm_up = options.warm_up;
    stage.limits = options.limits;
    stage.protos = options.protos;
    return stage;
}

// Of a message on its way to the mirror's thread. How many small ones there are is bounded already.
std::size_t bytes_on_the_way(const http::WireSighting& sighting) {
    constexpr std::size_t small = 2'048;
    const auto bytes = footprint(sighting);
    return bytes > small ? bytes : 0;
}

std::unique_ptr<Recorder> make_recorder(const ShadowOptions& options) {
    if (!options.recorder) return nullptr;
    return std::make_unique<Recorder>(*options.recorder, options.redact);
}

}  // namespace

Stages::Stages(const ShadowOptions& options, std::uint64_t run_seed)
    : options_{options},
      recorder_{make_recorder(options)},
      books_{options.limits.routes_max},
      admission_{{options.limits.exchanges_max, options.limits.bytes_max}},
      writer_{options.run_file, run_row(options), options.keep.bytes_max},
      joined_{options.limits.joining_max + options.limits.exchanges_max},
      kept_{options.limits.store_queued_max},
      work_{io_.get_executor()},
      expiry_{io_},
      mirror_{io_, mirror_options(options, run_seed), books_, admission_,
              [this](Joined joined) { joined_.push(std::move(joined)); }},
      observed_{io_,
                [this](http::WireSighting&& sighting) {
                    const auto bytes = bytes_on_the_way(sighting);
                    http::tell(std::move(sighting),
                               [this](http::Sighting&& told) { take(std::move(told)); });
                    if (bytes > 0) admission_.release(bytes);
                }},
      judge_{judge_options(options),
             books_,
             admission_,
             joined_,
             kept_,
             [this](Joined joined, judge::AskAgain again) {
                 boost::asio::post(io_, [this, joined = std::move(joined), again]() mutable {
                     mirror_.ask_again(std::move(joined), again);
                 });
             }},
      store_{writer_, books_, kept_, options.limits},
      mirror_thread_{[this] { io_.run(); }},
      judge_thread_{[this] { judge_.run(); }},
      store_thread_{[this] { store_.run(); }} {
    if (options_.is_live) boost::asio::post(io_, [this] { expire_in_time(); });
}

Stages::~Stages() { stop_threads(); }

void Stages::deliver(http::Sighting sighting) {
    boost::asio::post(
        io_, [this, sighting = std::move(sighting)]() mutable { take(std::move(sighting)); });
}

void Stages::deliver(http::WireSighting sighting) {
    if (const auto bytes = bytes_on_the_way(sighting); bytes > 0) admission_.hold(bytes);
    observed_.put(std::move(sighting));
}

void Stages::take(http::Sighting sighting) {
    if (recorder_) recorder_->take(sighting);
    mirror_.take(std::move(sighting));
}

void Stages::pause(bool is_paused) {
    boost::asio::post(io_, [this, is_paused] { mirror_.pause(is_paused); });
}

Result<void> Stages::reload() {
    std::packaged_task<Result<void>()> reload{[this] { return mirror_.reload(); }};
    auto done = reload.get_future();
    boost::asio::post(io_, std::ref(reload));
    return done.get();
}

Progress Stages::progress() const {
    const auto ledger = books_.ledger();
    const auto set_aside =
        ledger.count(judge::Verdict::excluded) + ledger.count(judge::Verdict::dropped);
    return {ledger.seen(), ledger.settled() - set_aside, ledger.count(judge::Verdict::mismatch),
            ledger.pending(), ledger.count(judge::Verdict::dropped)};
}

// A file is read to its end and every leg has its deadlines, so only live traffic, or somebody who
// asked to stop, makes us impatient.
void Stages::drain(const StopSignal& stop, const OnProgress& on_progress) {
    using std::chrono::steady_clock;
    std::optional<steady_clock::time_point> patience_ends;
    bool gave_up = false;
    while (!admission_.wait_until_empty(drain_poll)) {
        on_progress(progress());
        const auto now = steady_clock::now();
        const bool is_impatient = options_.is_live || stop.requests() > 0;
        if (is_impatient && !patience_ends) patience_ends = now + options_.limits.drain_max;
        const bool hurry = stop.requests() > 1 || (patience_ends && now > *patience_ends);
        if (!hurry || gave_up) continue;
        boost::asio::post(io_, [this] { mirror_.cancel(); });
        gave_up = true;
    }
    stop_threads();
    if (const auto finished = writer_.finish(now_us()); !finished) finish_error_ = finished.error();
}

ShadowResult Stages::result() const {
    ShadowResult result;
    result.ledger = books_.ledger();
    result.coverage = books_.coverage();
    result.failures = books_.failures();
    if (recorder_) result.recorded = recorder_->counts();
    result.store_error = store_.error() ? store_.error() : finish_error_;
    return result;
}

void Stages::expire_in_time() {
    mirror_.expire(now());
    expiry_.expires_after(expiry_period);
    expiry_.async_wait([this](const boost::system::error_code& error) {
        if (!error) expire_in_time();
    });
}

// From the front to the back, so that each stage sees all that the one before it sent.
void Stages::stop_threads() {
    admission_.shut();
    work_.reset();
    io_.stop();
    if (mirror_thread_.joinable()) mirror_thread_.join();
    if (recorder_) recorder_->finish();
    joined_.close();
    if (judge_thread_.joinable()) judge_thread_.join();
    kept_.push(mirror_.routes());
    kept_.close();
    if (store_thread_.joinable()) store_thread_.join();
}

}  // namespace shadowdiff::pipeline
