// SPDX-License-Identifier: Apache-2.0
// Everything behind the source: the stages, the queues between them, and their threads.
#pragma once

#include "http/wire_sighting.hpp"
#include "pipeline/recorded/recorded_exchange.hpp"
#include "pipeline/shadow.hpp"
#include "pipeline/stages/admission.hpp"
#include "pipeline/stages/books.hpp"
#include "pipeline/stages/inbox.hpp"
#include "pipeline/stages/judge_stage.hpp"
#include "pipeline/stages/mirror_stage.hpp"
#include "pipeline/stages/queue.hpp"
#include "pipeline/stages/spent_exchanges.hpp"
#include "pipeline/stages/store_stage.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>

namespace shadowdiff::pipeline {

/// Made before the source delivers; drain() after it has ended. Members stand in the order in which
/// they depend on each other.
class Stages {
public:
    /// Opens the run file and starts the threads. Throws StartupError.
    Stages(const ShadowOptions& options, std::uint64_t run_seed);
    ~Stages();

    using Due = MirrorStage::Due;

    boost::asio::io_context& io() { return io_; }
    Books& books() { return books_; }
    Admission& admission() { return admission_; }

    /// From any thread.
    void deliver(http::Sighting&& sighting);
    /// Parsed on the mirror's thread. It takes neither this one nor any that is delivered later
    /// before it is `due`.
    void deliver(http::WireSighting&& sighting, Due due = {});
    /// Admitted with its footprint. Where nobody is asked and nothing is due later, it is taken on
    /// the caller's thread.
    void deliver(RecordedExchange&& recorded, Due due = {});
    /// How late what was due is sent to a leg: told on the mirror's thread. Called before any is
    /// delivered.
    void on_lag(std::function<void(Duration)> tell) { mirror_.on_lag(std::move(tell)); }

    /// From any thread: connections to each leg that is asked. `done` is told on the mirror's
    /// thread when they are there, or cannot be.
    void connect_ahead(std::size_t connections, std::function<void()> done) {
        boost::asio::post(io_, [this, connections, done = std::move(done)]() mutable {
            mirror_.connect_ahead(connections, std::move(done));
        });
    }

    /// From any thread.
    void pause(bool is_paused) {
        post([this, is_paused] { mirror_.pause(is_paused); });
    }
    Result<void> reload();

    Progress progress() const;

    /// Waits until all that was delivered is judged and stored. Over drain_max, or when `stop` is
    /// asked twice, what still waits is given up and counted.
    void drain(const StopSignal& stop, const OnProgress& on_progress);

    /// After drain(): ends the run file. `facts`: more for its run row, known only now.
    ShadowResult finish(std::map<std::string, std::string> facts = {});

private:
    void take(http::Sighting&& sighting, Due due = {});
    void take(RecordedExchange&& recorded, Due due);
    /// On the mirror's thread, and never while another one takes something.
    template <class Task>
    void post(Task task) {
        boost::asio::post(io_, [this, task = std::move(task)]() mutable {
            const std::lock_guard lock{mirror_turn_};
            task();
        });
    }
    template <class Sighting>
    void put(Inbox<Sighting>& inbox, Sighting&& sighting, Due due = {});
    void expire_in_time();
    void wait_until_taken();
    void start_threads();
    void stop_threads();

    ShadowOptions options_;
    std::unique_ptr<Recorder> recorder_;  // fed by one thread at a time
    Books books_;
    Admission admission_;
    store::RunWriter writer_;
    Queue<Joined> joined_;
    Queue<StoreItem> kept_;
    boost::asio::io_context io_{1};  // so many threads run it
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_;
    boost::asio::steady_timer expiry_;
    MirrorStage mirror_;
    std::mutex mirror_turn_;  // of recorded exchanges, taken on the thread that delivers them, and
                              // of what else comes then: no inbox, nothing asked, nothing live
    Inbox<http::Sighting> delivered_;
    Inbox<http::WireSighting> observed_;
    Inbox<RecordedExchange> recorded_;
    SpentExchanges spent_;  // of those that were taken on the thread that delivered them
    JudgeStage judge_;
    StoreStage store_;
    std::jthread mirror_thread_;
    std::jthread judge_thread_;
    std::jthread store_thread_;
};

}  // namespace shadowdiff::pipeline
