// SPDX-License-Identifier: Apache-2.0
#include "pipeline/stages/stages.hpp"

#include "base/priority.hpp"
#include "base/start_thread.hpp"
#include "pipeline/stages/footprint.hpp"
#include "pipeline/stages/leg_facts.hpp"
#include "pipeline/stages/stage_options.hpp"

#include <algorithm>
#include <chrono>
#include <functional>
#include <future>

namespace shadowdiff::pipeline {
namespace {

constexpr auto expiry_period = std::chrono::seconds{1};
constexpr auto judge_gathers = std::chrono::milliseconds{1};
constexpr auto store_gathers = std::chrono::milliseconds{10};
constexpr auto drain_poll = std::chrono::milliseconds{100};
constexpr auto judging_max = std::chrono::seconds{2};  // of what was answered when legs were cut

std::int64_t now_us() {
    const auto now = std::chrono::system_clock::now();
    return std::chrono::floor<std::chrono::microseconds>(now).time_since_epoch().count();
}

// Of a message on its way to the mirror's thread. How many small ones there are is bounded already.
std::size_t bytes_on_the_way(const http::WireSighting& sighting) {
    constexpr std::size_t small = 2'048;
    const auto bytes = footprint(sighting);
    return bytes > small ? bytes : 0;
}

std::unique_ptr<Recorder> make_recorder(const ShadowOptions& options) {
    if (!options.recorder) return nullptr;
    auto recorder = *options.recorder;
    recorder.waits = !options.is_live;
    return std::make_unique<Recorder>(std::move(recorder), options.redact,
                                      routes::Router{options.pins, options.openapi});
}

}  // namespace

Stages::Stages(const ShadowOptions& options, std::uint64_t run_seed)
    : options_{with_digest_key(options)},
      recorder_{make_recorder(options_)},
      books_{options.limits.routes_max, options.limits.left_out_rows_max,
             !options.is_live && !asks_somebody(options), dimension_options(options_)},
      admission_{admission_limits(options)},
      writer_{options.run_file, run_row(options, now_us()), options.keep.bytes_max},
      joined_{options.limits.joining_max + options.limits.exchanges_max, judge_gathers},
      kept_{options.limits.store_queued_max, store_gathers},
      work_{io_.get_executor()},
      expiry_{io_},
      mirror_{io_, mirror_options(options_, run_seed), books_, admission_,
              [this](Joined&& joined) { joined_.push(std::move(joined)); }},
      delivered_{io_, [this](http::Sighting&& sighting, Due) { take(std::move(sighting)); }},
      observed_{io_,
                [this](http::WireSighting&& sighting, Due due) {
                    const auto bytes = bytes_on_the_way(sighting);
                    http::tell(std::move(sighting),
                               [this, due](http::Sighting&& told) { take(std::move(told), due); });
                    if (bytes > 0) admission_.release(bytes);
                }},
      recorded_{io_,
                [this](RecordedExchange&& recorded, Due due) { take(std::move(recorded), due); }},
      judge_{judge_options(options_),
             books_,
             admission_,
             joined_,
             kept_,
             [this](Joined joined, judge::AskAgain again) {
                 boost::asio::post(io_, [this, joined = std::move(joined), again]() mutable {
                     mirror_.ask_again(std::move(joined), again);
                 });
             },
             are_legs_recorded(options_) ? &spent_ : nullptr},
      store_{writer_, books_, kept_, options.limits, options.on_notice} {
    start_threads();
    if (options_.is_live) boost::asio::post(io_, [this] { expire_in_time(); });
}

/// Where the system has no thread left, those that run already end again.
void Stages::start_threads() try {
    mirror_thread_ = start_thread([this] { io_.run(); });
    judge_thread_ = start_thread([this] {
        give_way();
        judge_.run();
    });
    store_thread_ = start_thread([this] {
        give_way();
        store_.run();
    });
} catch (const StartupError&) {
    stop_threads();
    throw;
}

Stages::~Stages() { stop_threads(); }

// Live, a request may wait the millisecond that spares a wake-up; a file's reader waits for all.
template <class Sighting>
void Stages::put(Inbox<Sighting>& inbox, Sighting&& sighting, Due due) {
    if (options_.is_live) return inbox.put_soon(std::move(sighting));
    inbox.put(std::move(sighting), due);
}

void Stages::deliver(http::Sighting&& sighting) {
    const auto* seen = std::get_if<http::RequestSeen>(&sighting);
    if (seen && seen->is_all) return delivered_.put_late(std::move(sighting));
    put(delivered_, std::move(sighting));
}

void Stages::deliver(http::WireSighting&& sighting, Due due) {
    if (const auto bytes = bytes_on_the_way(sighting); bytes > 0) admission_.hold(bytes);
    put(observed_, std::move(sighting), due);
}

void Stages::deliver(RecordedExchange&& recorded, Due due) {
    spent_.clear();
    if (due != Due{} || asks_somebody(options_)) return recorded_.put(std::move(recorded), due);
    const std::lock_guard lock{mirror_turn_};
    take(std::move(recorded), due);
}

void Stages::take(RecordedExchange&& recorded, Due due) {
    if (!recorder_ && mirror_.take_whole(recorded)) return;
    admission_.release(footprint(recorded));
    auto& exchange = *recorded.exchange;
    http::Sighting ending = http::Lost{.id = exchange.id, .reason = recorded.lost};
    const auto legacy = std::ranges::find(exchange.answers, http::Leg::legacy, &http::Answer::leg);
    if (legacy != exchange.answers.end()) {
        if (recorded.lost == Reason::none) {
            ending = http::AnswerSeen{exchange.id, exchange.pairing, std::move(*legacy)};
        }
        exchange.answers.erase(legacy);
    }
    http::RequestComplete complete{std::move(exchange)};
    take(http::Sighting{http::seen_of(complete)});
    if (recorded.is_request_whole) take(http::Sighting{std::move(complete)}, due);
    take(std::move(ending));
}

void Stages::take(http::Sighting&& sighting, Due due) {
    if (recorder_) {
        const auto* complete = std::get_if<http::RequestComplete>(&sighting);
        const bool is_own = complete && mirror_.has_sent(complete->exchange);
        if (!is_own) recorder_->take(sighting);
    }
    mirror_.take(std::move(sighting), due);
}

Result<void> Stages::reload() {
    std::packaged_task<Result<void>()> reload{[this] { return mirror_.reload(); }};
    auto done = reload.get_future();
    post(std::ref(reload));
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
    std::optional<steady_clock::time_point> gave_up_at;
    while (!admission_.wait_until_empty(drain_poll)) {
        on_progress(progress());
        const auto now = steady_clock::now();
        const bool is_impatient = options_.is_live || stop.requests() > 0;
        if (is_impatient && !patience_ends) patience_ends = now + options_.limits.drain_max;
        const bool hurry = stop.requests() > 1 || (patience_ends && now > *patience_ends);
        if (gave_up_at && now > *gave_up_at + judging_max) judge_.give_up();
        if (!hurry || gave_up_at) continue;
        if (recorder_) recorder_->hurry();
        post([this] { mirror_.cancel(); });
        gave_up_at = now;
    }
    if (!gave_up_at) wait_until_taken();
    stop_threads();
}

// What is only recorded has left admission before its answer was taken.
void Stages::wait_until_taken() {
    for (bool is_taken = false; !is_taken;) {
        std::packaged_task<bool()> look{[this] {
            return delivered_.is_empty() && observed_.is_empty() && recorded_.is_empty();
        }};
        auto looked = look.get_future();
        boost::asio::post(io_, std::move(look));
        is_taken = looked.get();
    }
}

ShadowResult Stages::finish(std::map<std::string, std::string> facts) {
    if (const auto redacted = judge_.compared_redacted(); redacted > 0) {
        facts["compared_redacted"] = std::to_string(redacted);
    }
    for (const auto leg : {http::Leg::legacy, http::Leg::candidate, http::Leg::secondary}) {
        facts.merge(leg_facts(leg, mirror_.counters(leg)));
    }
    const auto finished = writer_.finish(now_us(), facts);
    ShadowResult result;
    result.run_file = options_.run_file;
    result.ledger = books_.ledger();
    result.coverage = books_.coverage();
    result.failures = books_.failures();
    const redact::Redactor redactor{options_.redact};  // a leg's words may hold what it was sent
    for (auto& [leg_and_class, failures] : result.failures) {
        failures.first_detail = redactor.text(failures.first_detail).text();
    }
    if (recorder_) result.recorded = recorder_->counts();
    result.store_error = store_.error();
    if (!result.store_error && !finished) result.store_error = finished.error();
    return result;
}

void Stages::expire_in_time() {
    mirror_.expire(std::chrono::system_clock::now());
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
    kept_.push(mirror_.never_asked());
    kept_.close();
    if (store_thread_.joinable()) store_thread_.join();
}

}  // namespace shadowdiff::pipeline
