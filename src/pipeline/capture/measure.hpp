// SPDX-License-Identifier: Apache-2.0
// What a source shows within a few seconds, or in all of a file, read by the stages that a capture
// runs: the ground of what doctor says.
#pragma once

#include "base/coverage.hpp"
#include "capture/source.hpp"
#include "frames/decode.hpp"
#include "pipeline/capture/directions.hpp"
#include "pipeline/capture/flows.hpp"
#include "pipeline/shadow.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace shadowdiff::pipeline {

/// Packet times held against the clock at which they were read.
struct ClockMeasure {
    Duration ahead_max{};         // of packets whose time was still to come
    Duration behind_max{};        // of those that came late; says something of live packets only
    Duration jump{};              // of the system's clock against one that cannot be set; live only
    std::uint64_t unset = 0;      // times before the year 2000
    std::uint64_t backwards = 0;  // more than a second before the packet in front
};

struct PortCount {
    std::uint16_t port = 0;
    std::uint64_t packets = 0;
    bool operator==(const PortCount&) const = default;
};

struct Measurements {
    bool is_live = true;
    std::vector<std::uint16_t> ports;  // asked for; empty: all
    Duration watched{};                // live only
    std::uint64_t packets = 0;
    std::uint64_t tcp_packets = 0;        // of the ports asked for
    std::vector<PortCount> other_ports;   // servers' ports beside these, the busiest first
    std::uint64_t packets_cut = 0;        // by the snaplen
    std::uint64_t packets_cut_early = 0;  // shorter than they say, and not by the capture
    std::uint64_t tunnel_packets = 0;     // TCP inside a tunnel, of any port
    std::uint64_t tunnel_packets_cut = 0;
    Directions directions;
    std::uint64_t requests = 0;
    std::uint64_t own_requests = 0;  // with the mark of a run of ours
    std::uint64_t exact_answers = 0;
    ClockMeasure clock;
    Coverage coverage;
    std::optional<Error> error;  // the source ended early
};

class Measurer {
public:
    explicit Measurer(std::vector<std::uint16_t> ports);

    void take(const frames::Packet& packet, Timestamp now);
    /// The source has ended, or was watched long enough.
    Measurements finish();

private:
    void note_time(const frames::Packet& packet, Timestamp now);
    void note_cuts(const frames::Packet& packet, bool has_segment);
    void take(const frames::Segment& segment);
    void note_other(const frames::Segment& segment, std::uint16_t guessed);
    void take(const http::Sighting& sighting);
    std::vector<PortCount> busiest_others() const;

    Measurements measured_;
    frames::Decoder decoder_;
    Flows flows_{0};  // ids are not shown: any seed will do
    DirectionCount directions_;
    std::vector<std::uint64_t> others_ = std::vector<std::uint64_t>(1 << 16);  // by port
    std::vector<bool> listens_ = std::vector<bool>(1 << 16);  // ports of the servers of handshakes
    std::optional<Timestamp> last_at_;
};

/// Reads until the source ends, `duration` is over (live) or somebody asks to stop.
Measurements measure(capture::PacketSource& source, const std::vector<std::uint16_t>& ports,
                     std::optional<Duration> duration, const StopSignal& stop);

/// The servers' ports among packets that have come already.
std::vector<PortCount> ports_waiting(capture::PacketSource& source);

}  // namespace shadowdiff::pipeline
