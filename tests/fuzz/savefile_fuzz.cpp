// SPDX-License-Identifier: Apache-2.0
// Any bytes as a savefile: read at once, and in pieces of the size that the first octet tells
// through a small buffer, it gives the same packets and the same error.
#include "capture/decompress.hpp"
#include "capture/savefile.hpp"
#include "tests/support/memory_bytes.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <functional>
#include <memory>
#include <string>
#include <vector>

using namespace shadowdiff;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

constexpr std::size_t packets_max = 5'000;  // a few octets of zstd may hold millions

struct Walked {
    std::vector<std::size_t> digests;  // of all packets up to each
    std::string error;
    bool operator==(const Walked&) const = default;
};

void take(Walked& walked, const frames::Packet& packet) {
    if (packet.number != walked.digests.size() + 1) std::abort();
    if (packet.original_length < packet.bytes.size()) std::abort();
    if (packet.at < Timestamp{}) std::abort();
    const auto at = static_cast<std::size_t>(packet.at.time_since_epoch().count());
    auto digest = walked.digests.empty() ? 0 : walked.digests.back();
    digest = digest * 31 + std::hash<ByteView>{}(packet.bytes);
    walked.digests.push_back(digest * 31 + at + packet.link_type + packet.original_length);
}

Walked walk(ByteView bytes, std::size_t piece, std::size_t buffer_bytes) {
    SavefileLimits limits;
    limits.packet_bytes_max = limits.block_bytes_max = 64 << 10;
    limits.interfaces_max = 16;
    limits.buffer_bytes = buffer_bytes;
    capture::Savefile source{"x", std::make_unique<test::MemoryBytes>(Bytes{bytes}, piece), limits};
    Walked walked;
    for (;;) {
        if (walked.digests.size() == packets_max) {
            walked.error = "more packets than we look at";
            break;
        }
        const auto next = source.next();
        if (const auto* packet = std::get_if<frames::Packet>(&next)) {
            take(walked, *packet);
            continue;
        }
        if (const auto* error = std::get_if<Error>(&next)) walked.error = error->message;
        const auto* finished = std::get_if<capture::Finished>(&next);
        if (finished && finished->early) walked.error = finished->early->message;
        if (std::holds_alternative<capture::NotYet>(next)) std::abort();
        break;
    }
    Coverage drops;
    source.add_drops(drops);
    return walked;
}

// zstd takes back what an erroneous call has unpacked, one block at most.
bool agree(ByteView bytes, Walked whole, Walked pieces) {
    const auto compression = capture::compression_of(bytes.substr(0, 4));
    const bool both_failed = !whole.error.empty() && !pieces.error.empty();
    if (compression == capture::Compression::zstd && both_failed) {
        const auto packets = std::min(whole.digests.size(), pieces.digests.size());
        whole.digests.resize(packets);
        pieces.digests.resize(packets);
        whole.error = pieces.error;
    }
    return whole == pieces;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const ByteView bytes{reinterpret_cast<const char*>(data + 1), size - 1};
    const auto whole = walk(bytes, bytes.size(), 256 << 10);
    if (!agree(bytes, whole, walk(bytes, data[0] % 64U + 1, 64))) std::abort();
    return 0;
}
