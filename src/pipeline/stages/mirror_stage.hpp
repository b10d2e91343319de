// SPDX-License-Identifier: Apache-2.0
// The stage on the Asio thread: takes sightings, decides whether to mirror, asks the legs, and
// sends exchanges on when their last answer has come.
#pragma once

#include "http/sighting.hpp"
#include "judge/judge.hpp"
#include "mirror/mirror.hpp"
#include "mirror/whether/whether.hpp"
#include "pipeline/recorded/recorded_exchange.hpp"
#include "pipeline/stages/admission.hpp"
#include "pipeline/stages/books.hpp"
#include "pipeline/stages/join.hpp"
#include "pipeline/stages/twins.hpp"
#include "pipeline/stages/unmirrored_writes.hpp"
#include "redact/redactor.hpp"
#include "routes/router.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace boost::asio {
class io_context;
}

namespace shadowdiff::pipeline {

struct MirrorStageOptions {
    mirror::MirrorOptions mirror;
    mirror::WhetherOptions whether;
    /// Then a legacy leg is asked again only.
    bool legacy_is_observed = true;
    std::vector<routes::Template> pins;     // routes that the team declared
    std::vector<routes::Template> openapi;  // and those of its description
    bool pairs_twins = true;                // where no secondary shows legacy's own noise
    redact::RedactOptions redact;           // what no route may show
    PipelineLimits limits;
};

/// All members run on the io_context's thread. Where nobody is asked, the thread that delivers
/// calls them, too, one at a time.
class MirrorStage {
public:
    /// `on_joined` must not wait.
    MirrorStage(boost::asio::io_context& io, MirrorStageOptions options, Books& books,
                Admission& admission, std::function<void(Joined&&)> on_joined);

    using Due = std::chrono::steady_clock::time_point;  // of a pace; the epoch: of none

    /// `due`: when its request should be sent.
    void take(http::Sighting&& sighting, Due due = {});
    /// All of an exchange at once, where nobody is asked at first. False, and nothing has happened,
    /// where it must come as sightings.
    bool take_whole(RecordedExchange& recorded);
    /// How late requests that were due were sent. Called before there are any.
    void on_lag(std::function<void(Duration)> tell) { on_lag_ = std::move(tell); }
    /// Connections to the legs that are asked, before the first request is taken; `done` is told
    /// when they are there, or cannot be.
    void connect_ahead(std::size_t connections, std::function<void()> done) {
        mirror_.connect_ahead(legs_, connections, std::move(done));
    }
    /// Legs are asked `again.times` more; the exchange comes back in another turn. What only was
    /// sent because it was allowed by name is not sent twice.
    void ask_again(Joined joined, const judge::AskAgain& again);
    /// Gives up what waits too long for its observed answer.
    void expire(Timestamp now);
    /// While it is paused nothing is sent, and requests are excluded.
    void pause(bool is_paused);
    /// Legs' certificates and addresses are read anew.
    Result<void> reload() { return mirror_.reload(); }
    bool has_sent(const http::Exchange& exchange) const { return mirror_.has_sent(exchange); }
    /// Once the io_context has stopped.
    mirror::LegCounters counters(http::Leg leg) const { return mirror_.counters(leg); }
    /// Gives up everything, once and for all: legs under way are cut, what waits is dropped as
    /// interrupted, and nothing more is asked.
    void cancel();

    /// Once the io_context has stopped.
    std::vector<routes::KnownRoute> routes() const { return router_.routes(); }
    std::vector<routes::KnownRoute> never_asked() const { return router_.never_asked(); }
    bool is_idle() const { return join_.size() == 0; }

private:
    void on(http::RequestSeen& seen);
    void on(http::RequestComplete& complete);
    void on(http::AnswerSeen& seen);
    void on(http::Lost& lost);
    void on(const http::ConnectionEnded&) {}  // our connections are no client's own
    void on_answered(mirror::Answered answered);
    mirror::Choice choose(const http::Exchange& exchange, std::string_view route);
    void depart(Departure departure, std::size_t answer_bytes);
    void depart(Joined&& joined);
    void learn_from(Joined& joined);
    void drop(const Dropped& dropped);
    void exclude(const http::Exchange& exchange, std::string route, Reason reason,
                 std::size_t bytes_held);

    MirrorStageOptions options_;
    Books& books_;
    Admission& admission_;
    std::function<void(Joined&&)> on_joined_;
    std::function<void(Duration)> on_lag_ = [](Duration) {};
    std::vector<http::Leg> legs_;
    Join join_;
    redact::Redactor redactor_;
    routes::Router router_;
    Twins twins_;
    UnmirroredWrites unmirrored_;
    mirror::Mirror mirror_;
    bool is_cancelled_ = false;
    bool is_paused_ = false;
    Due due_;  // of what is taken
};

}  // namespace shadowdiff::pipeline
