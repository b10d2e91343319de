// SPDX-License-Identifier: Apache-2.0
#include "pipeline/shadow.hpp"

#include "pipeline/entrance.hpp"
#include "pipeline/intake.hpp"
#include "pipeline/stages.hpp"
#include "pipeline/watch.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <future>
#include <thread>
#include <utility>

namespace shadowdiff::pipeline {
namespace {

using namespace std::chrono_literals;
using std::chrono::steady_clock;

constexpr auto client_poll = 10ms;

// Runs `work` on the Asio thread and waits for it; what it throws is thrown here.
template <class Work>
auto on_io_thread(Stages& stages, Work work) {
    std::packaged_task<decltype(work())()> task{std::move(work)};
    auto done = task.get_future();
    boost::asio::post(stages.io(), [task = std::move(task)]() mutable { task(); });
    return done.get();
}

// Clients get the answers that are under way, within the time that a drain may take.
void wait_for_clients(Stages& stages, const mirror::Proxy& proxy, const ShadowOptions& options,
                      const StopSignal& stop) {
    const auto end = steady_clock::now() + options.limits.drain_max;
    boost::asio::steady_timer between{stages.io()};
    while (on_io_thread(stages, [&] { return proxy.clients(); }) > 0) {
        if (stop.requests() > 1 || steady_clock::now() > end) return;
        between.expires_after(client_poll);
        boost::system::error_code ignored;
        between.wait(ignored);
    }
}

}  // namespace

ShadowResult shadow_capture(std::unique_ptr<capture::PacketSource> source,
                            const ShadowOptions& options, const StopSignal& stop,
                            const OnProgress& on_progress) {
    const auto run_seed = make_run_seed();
    Stages stages{options, run_seed};
    Entrance entrance{stages.books(), stages.admission(), !options.is_live};
    Intake intake{
        *source,  options.intake,
        run_seed, stages.books(),
        entrance, [&](http::WireSighting sighting) { stages.deliver(std::move(sighting)); }};
    StopTime stop_at;
    auto reading = std::async(std::launch::async, [&] { intake.run(stop_at); });

    const bool interrupted = watch(reading, options, stop, stages, on_progress);
    stop_at.set(options.is_live ? std::chrono::system_clock::now() : Timestamp::min());
    if (!options.is_live && interrupted) stages.admission().shut();
    reading.get();
    stages.drain(stop, on_progress);

    auto result = stages.result();
    result.source_error = intake.error();
    result.lowest_share = intake.lowest_share();
    result.interrupted = interrupted;
    return result;
}

ShadowResult shadow_proxy(const mirror::ProxyOptions& proxy_options, const ShadowOptions& options,
                          const StopSignal& stop, const OnProgress& on_progress,
                          const std::function<void(std::uint16_t)>& on_listening) {
    const auto run_seed = make_run_seed();
    Stages stages{options, run_seed};
    Entrance entrance{stages.books(), stages.admission(), false};
    auto seeded = proxy_options;
    seeded.run_seed = run_seed;
    const auto on_sighting = [&](http::Sighting sighting) {
        if (entrance.admit(sighting)) stages.deliver(std::move(sighting));
    };
    std::optional<mirror::Proxy> proxy;  // it ends after the stages' threads, and lives on theirs
    on_io_thread(stages, [&] { proxy.emplace(stages.io(), seeded, on_sighting); });
    on_listening(proxy->port());

    std::promise<void> never_ends;
    const bool interrupted = watch(never_ends.get_future(), options, stop, stages, on_progress);
    on_io_thread(stages, [&] { proxy->drain(); });
    wait_for_clients(stages, *proxy, options, stop);
    stages.drain(stop, on_progress);

    auto result = stages.result();
    result.interrupted = interrupted;
    return result;
}

}  // namespace shadowdiff::pipeline
