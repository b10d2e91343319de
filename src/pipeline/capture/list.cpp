// SPDX-License-Identifier: Apache-2.0
#include "pipeline/capture/list.hpp"

#include "base/overload.hpp"
#include "pipeline/capture/flows.hpp"
#include "pipeline/capture/listing.hpp"

#include <utility>

namespace shadowdiff::pipeline {
namespace {

FlowOptions flow_options(const ListOptions& list_options, ExplanationLog* explanations) {
    FlowOptions options;
    options.reassembly = list_options.reassembly;
    options.http.limits = list_options.http;
    options.http.waiting_bytes_max = list_options.waiting_bytes_max;
    options.http.limits.body_bytes_kept_max = 0;
    options.http.with_sha256 = true;
    options.explanations = explanations;
    return options;
}

}  // namespace

ListResult list_exchanges(capture::PacketSource& source, const ListOptions& list_options,
                          const std::function<void(std::string)>& on_line) {
    Listing listing{on_line};
    frames::Decoder decoder{list_options.frames};
    Explaining explaining{list_options.explain};
    Flows flows{0,
                flow_options(list_options, explaining.log())};  // no id is shown: any seed will do
    std::optional<Error> source_error;
    std::optional<Error> early_end;
    const auto note = [&](const http::WireSighting& sighting) { listing.take(sighting); };
    bool ended = false;
    while (!ended) {
        auto next = source.next();
        std::visit(Overload{
                       [&](const frames::Packet& packet) {
                           const auto segment = decoder.decode(packet);
                           explaining.take(packet, decoder, segment);
                           if (segment) flows.take(*segment, note);
                       },
                       [](capture::NotYet) {},
                       [&](capture::Finished& finished) {
                           early_end = std::move(finished.early);
                           ended = true;
                       },
                       [&](Error& error) {
                           source_error = std::move(error);
                           ended = true;
                       },
                   },
                   next);
    }
    decoder.finish();
    flows.finish(note);
    explaining.finish(decoder);
    auto coverage = decoder.coverage();
    source.add_drops(coverage);
    coverage.add(flows.coverage());
    return {listing.exchanges(), listing.cut_requests(), coverage, std::move(source_error),
            std::move(early_end)};
}

}  // namespace shadowdiff::pipeline
