// SPDX-License-Identifier: Apache-2.0
#include "pipeline/list.hpp"

#include "base/overload.hpp"
#include "frames/decode.hpp"
#include "http/conversations.hpp"
#include "pipeline/listing.hpp"
#include "reassembly/connections.hpp"

#include <span>
#include <utility>

namespace shadowdiff::pipeline {
namespace {

/// The stages from packets to sightings, in a row on one thread.
class Lister {
public:
    explicit Lister(const std::function<void(std::string)>& on_line) : listing_{on_line} {}

    void take(const frames::Packet& packet) {
        last_packet_at_ = packet.at;
        const auto segment = frames::decode(packet);
        if (!segment) return coverage_.add(segment.error());
        if (segment->bytes_cut > 0) coverage_.add(Blind::snaplen_cuts);
        take(connections_.feed(*segment));
    }

    void finish() { take(connections_.finish(last_packet_at_)); }

    ListResult result(capture::PacketSource& source, std::optional<Error> error) {
        source.add_drops(coverage_);
        coverage_.add(connections_.coverage());
        coverage_.add(conversations_.coverage());
        return {listing_.exchanges(), coverage_, std::move(error)};
    }

private:
    void take(std::span<const reassembly::StreamEvent> events) {
        for (const auto& event : events) {
            for (const auto& sighting : conversations_.feed(event)) listing_.take(sighting);
        }
    }

    Listing listing_;
    Coverage coverage_;
    Timestamp last_packet_at_{};
    reassembly::Connections connections_;
    http::Conversations conversations_{0};  // the ids are not shown: any seed will do
};

}  // namespace

ListResult list_exchanges(capture::PacketSource& source,
                          const std::function<void(std::string)>& on_line) {
    Lister lister{on_line};
    std::optional<Error> source_error;
    bool ended = false;
    while (!ended) {
        auto next = source.next();
        std::visit(Overload{
                       [&](const frames::Packet& packet) { lister.take(packet); },
                       [](capture::NotYet) {},
                       [&](capture::Finished) { ended = true; },
                       [&](Error& error) {
                           source_error = std::move(error);
                           ended = true;
                       },
                   },
                   next);
    }
    lister.finish();
    return lister.result(source, std::move(source_error));
}

}  // namespace shadowdiff::pipeline
