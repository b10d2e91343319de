// SPDX-License-Identifier: Apache-2.0
#include "pipeline/shadow.hpp"

#include "base/counted.hpp"
#include "base/start_thread.hpp"
#include "pipeline/capture/intake.hpp"
#include "pipeline/runs.hpp"
#include "pipeline/watch.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <fmt/format.h>

#include <chrono>
#include <functional>
#include <future>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <utility>

namespace shadowdiff::pipeline {
namespace {

using namespace std::chrono_literals;
using std::chrono::steady_clock;

constexpr auto client_poll = 10ms;

// The thread of those who stand in the live path, and of nothing else.
class IoThread {
public:
    boost::asio::io_context& io() { return io_; }

    /// Runs `work` there and waits for it; what it throws is thrown here.
    template <class Work>
    auto run(Work work) {
        std::packaged_task<decltype(work())()> task{std::move(work)};
        auto done = task.get_future();
        boost::asio::post(io_, [task = std::move(task)]() mutable { task(); });
        return done.get();
    }

    void stop() {
        io_.stop();
        if (thread_.joinable()) thread_.join();
    }
    ~IoThread() { stop(); }

private:
    boost::asio::io_context io_{1};  // so many threads run it
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_{
        io_.get_executor()};
    std::jthread thread_ = start_thread([this] { io_.run(); });
};

// Clients get the answers that are under way, within the time that a drain may take.
void wait_for_clients(IoThread& thread, const mirror::Front& front, const ShadowOptions& options,
                      const StopSignal& stop) {
    const auto end = steady_clock::now() + options.limits.drain_max;
    boost::asio::steady_timer between{thread.io()};
    while (thread.run([&] { return front.clients(); }) > 0) {
        if (stop.requests() > 1 || steady_clock::now() > end) return;
        between.expires_after(client_poll);
        boost::system::error_code ignored;
        between.wait(ignored);
    }
}

Watched watched(Runs& runs, const OnProgress& on_progress, std::function<Result<void>()> reload) {
    return {{[&](bool is_paused) { runs.pause(is_paused); }, std::move(reload)}, [&] {
                runs.follow();
                on_progress(runs.progress());
            }};
}

// Who is turned away sees nothing but a close: whoever runs us must hear of it while it happens.
std::function<void()> notice_of_first_over_bound(const ShadowOptions& options,
                                                 std::size_t clients_max) {
    return [notice = options.on_notice, clients_max] {
        if (!notice) return;
        notice(
            fmt::format("{} clients are served, and no more at once: further ones are turned "
                        "away",
                        grouped(clients_max)));
    };
}

// Shadows what clients send to the front that `make` makes.
template <class FrontOptions, class Make>
ShadowResult shadow_clients(FrontOptions front_options, Make make, const ShadowOptions& options,
                            const StopSignal& stop, const OnProgress& on_progress,
                            const OnListening& on_listening) {
    const auto run_seed = make_run_seed();
    front_options.run_seed = run_seed;
    front_options.listen.on_first_over_bound =
        notice_of_first_over_bound(options, front_options.listen.clients_max);
    Runs runs{options, run_seed, stop};
    IoThread clients;
    const auto on_sighting = [&](http::Sighting&& sighting) {
        return runs.take(std::move(sighting));
    };
    const auto on_coverage = [&](const Coverage& coverage) { runs.set_coverage(coverage); };
    std::unique_ptr<mirror::Front> front;  // it lives on their thread, and ends after it
    clients.run(
        [&] { front = make(clients.io(), std::move(front_options), on_sighting, on_coverage); });
    on_listening(front->address());

    const auto reload = [&] {
        const auto own = clients.run([&] { return front->reload(); });
        return own ? runs.reload() : own;
    };
    std::promise<void> never_ends;
    const bool interrupted =
        watch(never_ends.get_future(), options, stop, watched(runs, on_progress, reload));
    clients.run([&] { front->drain(); });
    wait_for_clients(clients, *front, options, stop);
    auto result = runs.drain(on_progress);
    clients.stop();
    result.interrupted = interrupted;
    result.turned_away = front->turned_away();
    return result;
}

std::map<std::string, std::string> budget_facts(const Intake& intake) {
    const auto share = intake.lowest_share();
    if (share.value_or(1) == 1) return {};
    return {{"lowest_share", fmt::format("{:.4f}", *share)}};
}

}  // namespace

bool asks_somebody(const ShadowOptions& options) {
    return options.candidate || options.secondary ||
           std::holds_alternative<mirror::Target>(options.legacy);
}

ShadowResult shadow_capture(std::unique_ptr<capture::PacketSource> source,
                            const ShadowOptions& options, const StopSignal& stop,
                            const OnProgress& on_progress) {
    const auto run_seed = make_run_seed();
    Runs runs{options, run_seed, stop};
    Intake intake{*source, options.intake, run_seed,
                  [&](http::WireSighting&& sighting) { runs.take(std::move(sighting)); },
                  [&](const Coverage& coverage) { runs.set_coverage(coverage); }};
    runs.at_the_end([&] { return budget_facts(intake); });
    StopTime stop_at;
    auto reading = start_async([&] { intake.run(stop_at); });

    const auto watching = watched(runs, on_progress, [&] { return runs.reload(); });
    bool interrupted = watch(reading, options, stop, watching);
    stop_at.set(options.is_live ? std::chrono::system_clock::now() : Timestamp::min());
    if (!options.is_live) {
        interrupted |= wait_for_end(reading, stop, watching.follow, [&] { runs.shut(); });
    }
    reading.get();
    auto result = runs.drain(on_progress);
    result.source_error = intake.error();
    result.early_end = intake.early_end();
    result.lowest_share = intake.lowest_share();
    result.interrupted =
        interrupted || result.ledger.count(judge::Verdict::dropped, Reason::interrupted) > 0;
    return result;
}

ShadowResult shadow_proxy(const mirror::ProxyOptions& proxy, const ShadowOptions& options,
                          const StopSignal& stop, const OnProgress& on_progress,
                          const OnListening& on_listening) {
    return shadow_clients(proxy, mirror::make_proxy, options, stop, on_progress, on_listening);
}

ShadowResult shadow_copies(const mirror::ReceiverOptions& receiver, const ShadowOptions& options,
                           const StopSignal& stop, const OnProgress& on_progress,
                           const OnListening& on_listening) {
    return shadow_clients(receiver, mirror::make_receiver, options, stop, on_progress,
                          on_listening);
}

}  // namespace shadowdiff::pipeline
