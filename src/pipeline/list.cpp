// SPDX-License-Identifier: Apache-2.0
#include "pipeline/list.hpp"

#include "base/overload.hpp"
#include "pipeline/flows.hpp"
#include "pipeline/listing.hpp"

#include <utility>

namespace shadowdiff::pipeline {

ListResult list_exchanges(capture::PacketSource& source, const frames::FrameOptions& frames,
                          const std::function<void(std::string)>& on_line) {
    Listing listing{on_line};
    frames::Decoder decoder{frames};
    FlowOptions options;
    options.http.with_sha256 = true;
    options.http.limits.body_bytes_kept_max = 0;
    Flows flows{0, options};  // the ids are not shown: any seed will do
    std::optional<Error> source_error;
    const auto note = [&](const http::WireSighting& sighting) { listing.take(sighting); };
    bool ended = false;
    while (!ended) {
        auto next = source.next();
        std::visit(Overload{
                       [&](const frames::Packet& packet) {
                           const auto segment = decoder.decode(packet);
                           if (segment) flows.take(*segment, note);
                       },
                       [](capture::NotYet) {},
                       [&](capture::Finished) { ended = true; },
                       [&](Error& error) {
                           source_error = std::move(error);
                           ended = true;
                       },
                   },
                   next);
    }
    decoder.finish();
    flows.finish(note);
    auto coverage = decoder.coverage();
    source.add_drops(coverage);
    coverage.add(flows.coverage());
    return {listing.exchanges(), coverage, std::move(source_error)};
}

}  // namespace shadowdiff::pipeline
