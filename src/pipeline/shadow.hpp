// SPDX-License-Identifier: Apache-2.0
// The front page: live traffic in, a run file out. It owns every thread and every queue; the stages
// behind it are values in, values out.
//
//   capture thread ── sightings ─▶ mirror thread ── exchanges ─▶ judge thread ── rows ─▶ store
//   thread Intake, Entrance               MirrorStage, Join             JudgeStage StoreStage
//                                       ◀────────── ask again ────────┘
#pragma once

#include "base/limits.hpp"
#include "capture/source.hpp"
#include "frames/decode.hpp"
#include "judge/ledger.hpp"
#include "mirror/front/proxy.hpp"
#include "mirror/front/receiver.hpp"
#include "mirror/mirror.hpp"
#include "mirror/whether/whether.hpp"
#include "normalise/proto_schema.hpp"
#include "pipeline/capture/intake.hpp"
#include "pipeline/recorded/recorder.hpp"
#include "pipeline/stages/books.hpp"
#include "pipeline/stages/keeper.hpp"
#include "redact/redactor.hpp"
#include "routes/template.hpp"
#include "rules/rule_set.hpp"

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace shadowdiff::pipeline {

/// Legacy's answer is what was seen on the wire (or passed the proxy), or we ask for it ourselves.
struct ObservedLegacy {};
/// Or what a recording says.
struct RecordedLegacy {};
using Legacy = std::variant<ObservedLegacy, RecordedLegacy, mirror::Target>;

/// When a daemon begins its next run file.
struct RotateOptions {
    std::optional<Duration> age_max = {};
    std::optional<std::uint64_t> bytes_max = {};
    bool is_wanted() const { return age_max || bytes_max; }
};

/// Rules that were read while a run went on.
struct ReadRules {
    std::shared_ptr<const rules::RuleSet> rules;
    std::string digest;  // "" where there is no rule
};

struct ShadowOptions {
    std::filesystem::path run_file;
    RotateOptions rotate = {};  // of live traffic
    Legacy legacy;
    std::optional<mirror::Target> candidate;  // none: nothing is sent, for recording alone
    std::optional<mirror::Target> secondary;
    /// Candidate or secondary: their answers are read there, not asked for.
    std::map<http::Leg, std::filesystem::path> recorded_legs;
    std::optional<mirror::Target> reask_legacy;  // where an observed legacy may be asked again
    double control_share = 0.02;  // of safe requests asked again whatever was answered, without a
                                  // secondary
    mirror::WhetherOptions whether;
    std::vector<routes::Template> pins;            // routes that the team declared
    std::vector<routes::Template> openapi;         // and those of its OpenAPI description
    std::map<http::Leg, mirror::LegOptions> legs;  // how each is asked; none: as by default
    std::vector<mirror::TokenRule> tokens;         // translated for each leg
    bool withholds_redacted = false;               // as MirrorOptions has it
    bool marks_requests = true;                    // with Shadowdiff-Run
    bool is_paused = false;                        // from the start
    /// Asked on a reload, on the caller's thread: whether the configuration now says paused. May be
    /// empty, or know nothing.
    std::function<std::optional<bool>()> read_paused;
    /// Asked on a reload, likewise, of the rules of the run that then begins.
    std::function<Result<ReadRules>()> read_rules;
    /// Told that mirroring was switched, what a reload could not read, that the run file cannot be
    /// written, or can again, and which is ended. From any thread.
    std::function<void(const std::string&)> on_notice;
    std::optional<Duration> duration_max;  // of live traffic; then the run drains
    redact::RedactOptions redact;
    KeepOptions keep;
    std::shared_ptr<const normalise::ProtoSchema> protos = nullptr;  // by which protobuf is read
    std::shared_ptr<const rules::RuleSet> rules = std::make_shared<rules::RuleSet>();
    Duration warm_up{};                        // times of the first requests are left out
    std::string version_header = {};           // of answers: says which version gave them
    std::string tenant_header = "Host";        // of requests: says whose they are
    std::map<std::string, std::string> facts;  // more for the run row: versions, digests
    bool is_live = true;  // live traffic without room is refused and counted; a file's reader waits
    bool is_paced = false;   // a file's requests are sent when they are due, not when there is room
    IntakeOptions intake{};  // of a capture
    std::optional<RecorderOptions> recorder;
    std::string source;  // what the run row says: "interface lo", "file day.pcap"
    PipelineLimits limits;
};

/// A leg gets requests; else all answers are recorded, and there is no pace to keep.
bool asks_somebody(const ShadowOptions& options);

/// What the live line shows.
struct Progress {
    std::uint64_t seen = 0;
    std::uint64_t compared = 0;
    std::uint64_t mismatches = 0;
    std::uint64_t waiting = 0;  // seen and not yet settled
    std::uint64_t dropped = 0;
    std::optional<double> share_done = {};  // of a recording
    std::optional<Duration> lag = {};       // of the request that was due last
};

struct ShadowResult {
    std::filesystem::path run_file;  // the last, where there were several
    judge::Ledger ledger;
    Coverage coverage;
    Failures failures;                   // of the legs, by class
    bool interrupted = false;            // by the user, before the source or the duration ended
    std::optional<Error> source_error;   // the capture could not be read
    std::optional<Error> early_end;      // it could, up to some place
    std::optional<double> lowest_share;  // of connections, of 1, that the CPU budget let in
    std::optional<RecorderCounts> recorded;
    std::optional<Error> store_error;  // rows that could not be written
    mirror::TurnedAway turned_away;    // clients of the proxy
};

/// How a run is steered, and asked to end. Members are safe to call from a signal handler and from
/// any thread.
class StopSignal {
public:
    /// By the user: once drains and finishes the run, twice ends it at once.
    void request() { requests_.fetch_add(1, std::memory_order_relaxed); }
    /// The traffic is over: drains and finishes the run.
    void finish() { finished_.store(true, std::memory_order_relaxed); }

    /// The kill switch: while it is on, no request is sent to any leg.
    void toggle_pause() { pause_toggles_.fetch_add(1, std::memory_order_relaxed); }
    int pause_toggles() const { return pause_toggles_.load(std::memory_order_relaxed); }
    /// Rules, certificates, addresses and `paused` are to be read again.
    void reload() { reloads_.fetch_add(1, std::memory_order_relaxed); }
    int reloads() const { return reloads_.load(std::memory_order_relaxed); }

    int requests() const { return requests_.load(std::memory_order_relaxed); }
    bool is_asked() const { return requests() > 0 || finished_.load(std::memory_order_relaxed); }

private:
    std::atomic<int> requests_{0};
    std::atomic<int> pause_toggles_{0};
    std::atomic<int> reloads_{0};
    std::atomic<bool> finished_{false};
};

using OnListening = std::function<void(const mirror::ListenAddress&)>;
using OnProgress = std::function<void(const Progress&)>;  // called about four times a second

/// Shadows the traffic of `source` until it ends, the duration is over or `stop` says so.
ShadowResult shadow_capture(std::unique_ptr<capture::PacketSource> source,
                            const ShadowOptions& options, const StopSignal& stop,
                            const OnProgress& on_progress);

/// The same in the live path. `on_listening` is told the address before the first client is served.
ShadowResult shadow_proxy(const mirror::ProxyOptions& proxy, const ShadowOptions& options,
                          const StopSignal& stop, const OnProgress& on_progress,
                          const OnListening& on_listening);

/// The same with copies that others make of their traffic. Legacy is asked, where it is to be
/// known.
ShadowResult shadow_copies(const mirror::ReceiverOptions& receiver, const ShadowOptions& options,
                           const StopSignal& stop, const OnProgress& on_progress,
                           const OnListening& on_listening);

}  // namespace shadowdiff::pipeline
