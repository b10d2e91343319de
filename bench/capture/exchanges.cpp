// SPDX-License-Identifier: Apache-2.0
// exchanges FILE, or exchanges INTERFACE PORT: the capture stages up to complete, paired, digested
// exchanges into a sink that counts them, on one thread; live until SIGTERM.
#include "base/overload.hpp"
#include "capture/open.hpp"
#include "frames/decode.hpp"
#include "pipeline/capture/flows.hpp"

#include <fmt/format.h>

#include <atomic>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <string>

namespace {

using namespace shadowdiff;

std::atomic<bool> stopped = false;

struct Count {
    std::uint64_t seen = 0;
    std::uint64_t exact = 0;
    std::uint64_t body_bytes = 0;
    std::uint64_t digests = 0;  // so that nothing can be left out

    void take(http::WireSighting&& sighting) {
        const auto* request = std::get_if<http::WireRequest>(&sighting);
        const bool is_first_told = request != nullptr && request->is_first_told;
        if (is_first_told || std::holds_alternative<http::RequestSeen>(sighting)) ++seen;
        const auto* answer = std::get_if<http::WireAnswer>(&sighting);
        if (!answer || answer->pairing != http::Pairing::exact) return;
        ++exact;
        body_bytes += answer->body.length;
        digests += answer->body.digest.low;
    }
};

Result<std::unique_ptr<capture::PacketSource>> open(int argc, char** argv) {
    if (argc == 2) return capture::open_savefile(argv[1]);
    capture::InterfaceOptions options;
    options.name = argv[1];
    options.ports = {static_cast<std::uint16_t>(std::stoul(argv[2]))};
    std::signal(SIGTERM, [](int) { stopped = true; });
    return capture::open_interface(options);
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 2 || argc > 3) return 2;
    auto source = open(argc, argv);
    if (!source) {
        fmt::print(stderr, "exchanges: {}\n", source.error().message);
        return 2;
    }
    fmt::print("ready\n");
    std::fflush(stdout);
    pipeline::FlowOptions options;
    options.http.limits.kept_total_max = 16 << 20;
    frames::Decoder decoder;
    pipeline::Flows flows{1, options};
    Count count;
    const auto take = [&](http::WireSighting&& sighting) { count.take(std::move(sighting)); };
    for (int empty_polls = 0; empty_polls < 3;) {
        auto next = (*source)->next();
        if (const auto* packet = std::get_if<frames::Packet>(&next)) {
            if (const auto segment = decoder.decode(*packet)) flows.take(*segment, take);
        } else if (std::holds_alternative<capture::NotYet>(next)) {
            empty_polls = stopped ? empty_polls + 1 : 0;
        } else {
            break;
        }
    }
    flows.finish(take);
    Coverage coverage;
    (*source)->add_drops(coverage);
    fmt::print("seen {} exact {} body_bytes {} kernel_drops {} digests {:x}\n", count.seen,
               count.exact, count.body_bytes, coverage[Blind::kernel_drops], count.digests);
}
