// SPDX-License-Identifier: Apache-2.0
// Packet -> TCP segment: link layers, tunnels in any mixture, IP fragments put together, TCP.
#pragma once

#include "base/coverage.hpp"
#include "base/limits.hpp"
#include "frames/fragments.hpp"
#include "frames/link.hpp"
#include "frames/packet.hpp"
#include "frames/segment.hpp"

#include <cstdint>
#include <expected>
#include <optional>
#include <vector>

namespace shadowdiff::frames {

struct FrameOptions {
    std::vector<std::uint16_t> ports{};  // of TCP, on either side; empty: all. Others are set aside
    // Segments whose TCP or IPv4 checksum is wrong are refused. Otherwise they are read.
    bool verify_checksums = false;
    FrameLimits limits{};
};

class Decoder {
public:
    explicit Decoder(const FrameOptions& options = {});

    /// The segment; its payload is borrowed until the next call, from the packet or from here.
    /// Nothing when there is none (yet): `lost` says why, if that is a loss.
    std::optional<Segment> decode(const Packet& packet);

    /// Of the last call. A segment may have one too: snaplen_cuts when its payload was cut,
    /// bad_checksums when it was read all the same.
    std::optional<Blind> lost() const { return lost_; }

    /// The capture has ended: counts fragments that still waited for others.
    void finish();

    /// Everything that calls so far have lost or set aside.
    const Coverage& coverage() const { return coverage_; }

private:
    // Whether there is a segment, and if not why; nothing lost: a fragment that waits for others.
    struct Outcome {
        bool has_segment = false;
        std::optional<Blind> lost{};
    };
    // TCP header and payload, with what is known of the IP packet that held them.
    struct Tcp {
        ByteView bytes{};
        std::uint32_t cut = 0;
        bool checksum_is_bad = false;
        bool is_unverifiable = false;
    };

    Outcome decode_plain(const Packet& packet, Segment& segment);
    Outcome decode_layers(const Packet& packet, Segment& segment);
    Outcome read_tcp(const Tcp& tcp, bool was_cut, Segment& segment);
    std::expected<std::optional<Layer>, Blind> assemble(Frame& frame, Timestamp at);

    std::vector<bool> ports_;  // by number; empty: all are wanted
    bool verify_checksums_ = false;
    std::size_t nesting_max_ = 0;
    Fragments fragments_;
    std::optional<Blind> lost_;
    Coverage coverage_;
};

}  // namespace shadowdiff::frames
