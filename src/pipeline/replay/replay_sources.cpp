// SPDX-License-Identifier: Apache-2.0
#include "pipeline/replay/replay_sources.hpp"

#include "pipeline/capture/capture_exchanges.hpp"

#include <filesystem>
#include <utility>
#include <vector>

namespace shadowdiff::pipeline {
namespace {

std::vector<std::filesystem::path> files_of(const std::filesystem::path& path) {
    auto files = files_at(path);
    if (!files) throw StartupError{files.error().message};
    return *std::move(files);
}

TrafficKind known_kind(const RecordedFilesOptions& files) {
    const auto kind = kind_of(files.files, files.limits);
    if (!kind) throw StartupError{kind.error().message};
    return *kind;
}

// All are open at once: the windows that unpack them are shared.
RecordedTrafficOptions traffic_options(const ReplayOptions& replay, const ShadowOptions& options,
                                       std::uint64_t seed) {
    auto files = replay.files;
    files.limits.windows_bytes_total_max /= 1 + options.recorded_legs.size();
    return {.files = std::move(files), .kind = replay.kind, .intake = options.intake, .seed = seed};
}

RecordedLegOptions leg_options(const ReplayOptions& replay, const ShadowOptions& options,
                               std::uint64_t seed) {
    RecordedLegOptions legs;
    for (const auto& [leg, path] : options.recorded_legs) {
        auto traffic = traffic_options(replay, options, seed);
        traffic.files.files = files_of(path);
        traffic.files.format.reset();
        traffic.files.needs_answers = true;
        traffic.kind = known_kind(traffic.files);
        traffic.is_leg = true;
        legs.emplace(leg, std::move(traffic));
    }
    return legs;
}

std::unique_ptr<capture::PacketSource> captures_of(const RecordedTrafficOptions& options) {
    if (options.kind != TrafficKind::captures) return nullptr;
    return open_captures(options.files.files, options.files.limits);
}

std::optional<RecordedTraffic> traffic_of(const RecordedTrafficOptions& options) {
    if (options.kind == TrafficKind::captures) return std::nullopt;
    return RecordedTraffic{options};
}

}  // namespace

ReplaySources::ReplaySources(const ReplayOptions& replay, const ShadowOptions& options,
                             std::uint64_t seed)
    : captures{captures_of(traffic_options(replay, options, seed))},
      traffic{traffic_of(traffic_options(replay, options, seed))},
      legs{leg_options(replay, options, seed)} {}

}  // namespace shadowdiff::pipeline
