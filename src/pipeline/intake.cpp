// SPDX-License-Identifier: Apache-2.0
#include "pipeline/intake.hpp"

#include "base/overload.hpp"

#include <utility>

namespace shadowdiff::pipeline {
namespace {

// The kernel hands packets over in blocks: one empty poll may fall between two of them.
constexpr int empty_polls_to_be_drained = 2;
constexpr std::uint64_t packets_between_coverage = 4'096;

}  // namespace

Intake::Intake(capture::PacketSource& source, const frames::FrameOptions& frames,
               std::uint64_t run_seed, Books& books, Entrance& entrance,
               std::function<void(http::WireSighting)> deliver)
    : source_{source},
      books_{books},
      entrance_{entrance},
      deliver_{std::move(deliver)},
      decoder_{frames},
      flows_{run_seed} {}

void Intake::run(const StopTime& stop_at) {
    int empty_polls = 0;
    bool ended = false;
    const Overload on_next{
        [&](const frames::Packet& packet) {
            empty_polls = 0;
            ended = packet.at > stop_at.get();
            if (!ended) take(packet);
        },
        [&](capture::NotYet) {
            ended = stop_at.is_set() && ++empty_polls == empty_polls_to_be_drained;
            write_coverage();
        },
        [&](capture::Finished) { ended = true; },
        [&](Error& error) {
            error_ = std::move(error);
            ended = true;
        },
    };
    while (!ended) {
        auto next = source_.next();
        std::visit(on_next, next);
    }
    decoder_.finish();
    flows_.finish([this](http::WireSighting&& sighting) { enter(std::move(sighting)); });
    write_coverage();
}

void Intake::take(const frames::Packet& packet) {
    if (packet.number % packets_between_coverage == 0) write_coverage();
    const auto segment = decoder_.decode(packet);
    if (!segment) return;
    flows_.take(*segment, [this](http::WireSighting&& sighting) { enter(std::move(sighting)); });
}

void Intake::enter(http::WireSighting sighting) {
    if (entrance_.admit(sighting)) deliver_(std::move(sighting));
}

void Intake::write_coverage() {
    source_.add_drops(drops_);
    auto total = drops_;
    total.add(decoder_.coverage());
    total.add(flows_.coverage());
    books_.set_coverage(total);
}

}  // namespace shadowdiff::pipeline
