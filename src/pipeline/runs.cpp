// SPDX-License-Identifier: Apache-2.0
#include "pipeline/runs.hpp"

#include "base/counted.hpp"
#include "base/escape.hpp"
#include "base/overload.hpp"
#include "base/start_thread.hpp"
#include "mirror/upstream/last_addresses.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <future>
#include <optional>
#include <stdexcept>
#include <system_error>
#include <utility>
#include <variant>

namespace shadowdiff::pipeline {
namespace {

using std::chrono::steady_clock;
using namespace std::chrono_literals;

constexpr auto retry_period = 60s;  // after a run file that could not be made

// What a sighting says of its exchange.
struct Mention {
    std::optional<http::ExchangeId> id;
    bool is_first = false;
    bool is_last = false;
};

Mention mention(const http::RequestSeen& seen) { return {seen.id, true, seen.is_all}; }
Mention mention(const http::RequestComplete& complete) { return {complete.exchange.id}; }
Mention mention(const http::WireRequest& request) { return {request.id, request.is_first_told}; }
Mention mention(const http::WireAnswer& answer) { return {answer.id, false, true}; }
Mention mention(const http::AnswerSeen& seen) { return {seen.id, false, true}; }
Mention mention(const http::Lost& lost) { return {lost.id, false, true}; }
Mention mention(const http::ConnectionEnded&) { return {}; }
Mention mention(const http::BlindSpot&) { return {}; }

Coverage difference(const Coverage& total, const Coverage& before) {
    Coverage rest;
    for (std::size_t i = 0; i < blind_count; ++i) {
        const auto blind = static_cast<Blind>(i);
        rest.set(blind, total[blind] - before[blind]);
    }
    return rest;
}

std::uint64_t bytes_of(const std::filesystem::path& run_file) {
    std::uint64_t bytes = 0;
    for (const auto* suffix : {"", "-wal"}) {
        std::error_code error;
        const auto size = std::filesystem::file_size(run_file.string() + suffix, error);
        if (!error) bytes += size;
    }
    return bytes;
}

}  // namespace

std::filesystem::path stamped(const std::filesystem::path& run_file, Timestamp at) {
    const auto seconds = std::chrono::floor<std::chrono::seconds>(at);
    const auto stem = fmt::format("{}-{:%Y%m%dT%H%M%SZ}", run_file.stem().string(), seconds);
    std::error_code ignored;
    for (int number = 1;; ++number) {
        const auto name = number == 1 ? stem : fmt::format("{}-{}", stem, number);
        auto file = run_file;
        file.replace_filename(name + run_file.extension().string());
        if (!std::filesystem::exists(file, ignored)) return file;
    }
}

Runs::Runs(const ShadowOptions& options, std::uint64_t run_seed, const StopSignal& stop)
    : options_{options}, named_file_{options.run_file}, run_seed_{run_seed}, stop_{stop} {
    for (const auto leg : http::all_legs) {
        options_.legs[leg].last_addresses = std::make_shared<mirror::LastAddresses>();
    }
    if (options_.rotate.is_wanted())
        options_.run_file = stamped(named_file_, std::chrono::system_clock::now());
    current_ = std::make_shared<Run>(options_, run_seed_);
}

Runs::~Runs() = default;

template <class Sighting>
Runs::Run* Runs::run_of(const Sighting& sighting) {
    const auto [id, is_first, is_last] =
        std::visit([](const auto& one) { return mention(one); }, sighting);
    if (!id || !options_.is_live) return current_.get();
    if (is_first) {
        if (!is_last) current_->open.insert(*id);
        return current_.get();
    }
    if (is_last && current_->open.erase(*id) > 0) return current_.get();
    if (open_before_.empty() || !open_before_.contains(*id)) return current_.get();
    if (is_last) open_before_.erase(*id);
    return previous_.get();  // null: it was given up when its run ended
}

template <class Sighting>
void Runs::pass_on(Sighting&& sighting) {
    std::unique_lock lock{mutex_, std::defer_lock};
    if (options_.is_live) lock.lock();  // a file's reader waits for room, and nobody else comes
    auto* run = run_of(sighting);
    if (run && run->entrance.admit(sighting)) run->stages.deliver(std::forward<Sighting>(sighting));
}

bool Runs::take(http::Sighting&& sighting) {
    auto* seen = std::get_if<http::RequestSeen>(&sighting);
    if (seen) seen->is_all = is_paused_ && !options_.recorder;
    const bool is_wanted = seen && !seen->is_all;
    pass_on(std::move(sighting));
    return is_wanted;
}
void Runs::take(http::WireSighting&& sighting) { pass_on(std::move(sighting)); }

void Runs::set_coverage(const Coverage& total) {
    const std::lock_guard lock{mutex_};
    coverage_ = total;
    current_->stages.books().set_coverage(difference(total, coverage_before_));
}

bool Runs::is_draining() const {
    const std::lock_guard lock{mutex_};
    return previous_ != nullptr;
}

// One drains at a time, and whoever watches must not wait for it: it is who hears of a pause.
bool Runs::is_due() const {
    const auto now = steady_clock::now();
    if (now < not_before_ || is_draining()) return false;
    const auto& rotate = options_.rotate;
    return is_next_asked_for_ || (rotate.age_max && now - current_->began >= *rotate.age_max) ||
           (rotate.bytes_max && bytes_of(current_->file) >= *rotate.bytes_max);
}

void Runs::follow() {
    if (!is_due()) return;
    const auto begun = begin_next();
    if (!begun && options_.on_notice) options_.on_notice(begun.error().message);
}

Result<void> Runs::begin_next() {
    if (drain_thread_.joinable()) drain_thread_.join();
    options_.run_file = stamped(named_file_, std::chrono::system_clock::now());
    options_.warm_up = {};  // the legs are warm
    std::shared_ptr<Run> next;
    std::promise<std::shared_ptr<Run>> ended;
    try {
        drain_thread_ = start_thread([this, run = ended.get_future()]() mutable {
            if (const auto known = run.get()) drain_and_finish(known);
        });
        next = std::make_shared<Run>(options_, run_seed_);
    } catch (const std::runtime_error& error) {  // of threads and descriptors, too
        ended.set_value(nullptr);
        not_before_ = steady_clock::now() + retry_period;
        return std::unexpected{Error{fmt::format("{}; the run goes on in {}", error.what(),
                                                 printable(current_->file.string()))}};
    }
    is_next_asked_for_ = false;
    const std::lock_guard lock{mutex_};
    open_before_.merge(current_->open);
    coverage_before_ = coverage_;
    previous_ = std::exchange(current_, std::move(next));
    ended.set_value(previous_);
    return {};
}

/// It holds the run, so that nobody waits at the lock while that is taken down.
void Runs::drain_and_finish(const std::shared_ptr<Run>& run) {
    run->stages.drain(stop_, [](const Progress&) {});
    finish(*run);
    {
        const std::lock_guard forget{mutex_};
        previous_.reset();
    }
}

void Runs::finish(Run& run) const {
    const auto result = run.stages.finish(facts_at_the_end_());
    if (!options_.on_notice) return;
    options_.on_notice(fmt::format("{}: {}; the next run has begun", run.file.string(),
                                   counted(result.ledger.seen(), "request", "requests")));
    if (result.store_error) options_.on_notice(result.store_error->message);
}

void Runs::pause(bool is_paused) {
    options_.is_paused = is_paused;
    is_paused_ = is_paused;
    const std::lock_guard lock{mutex_};
    if (previous_) previous_->stages.pause(is_paused);  // it may still have much to send
    current_->stages.pause(is_paused);
}

// What is read anew begins a run of its own, also where it is as it was. All is read before
// anything is taken over; and the certificates are tried, so that no file is left behind by a run
// that could not begin.
Result<void> Runs::reload() {
    ReadRules rules{options_.rules, ""};
    if (options_.read_rules) {
        auto read = options_.read_rules();
        if (!read) {
            return std::unexpected{
                Error{read.error().message + "; the run goes on with the rules it had"}};
        }
        rules = *std::move(read);
    }
    if (auto loaded = current_->stages.reload(); !loaded) return loaded;
    if (options_.read_rules) {
        options_.rules = std::move(rules.rules);
        options_.facts.erase("rules_digest");
        if (!rules.digest.empty()) options_.facts["rules_digest"] = rules.digest;
    }
    is_next_asked_for_ = true;
    if (is_draining()) return {};  // follow() begins it in time
    return begin_next();
}

Progress Runs::progress() const { return current_->stages.progress(); }

void Runs::shut() { current_->stages.admission().shut(); }

ShadowResult Runs::drain(const OnProgress& on_progress) {
    if (drain_thread_.joinable()) drain_thread_.join();
    current_->stages.drain(stop_, on_progress);
    return current_->stages.finish(facts_at_the_end_());
}

}  // namespace shadowdiff::pipeline
