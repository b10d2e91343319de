// SPDX-License-Identifier: Apache-2.0
#include "capture/merged_source.hpp"

#include "base/overload.hpp"

#include <algorithm>
#include <numeric>
#include <tuple>
#include <utility>

namespace shadowdiff::capture {

MergedSource::MergedSource(std::string description,
                           std::vector<std::unique_ptr<PacketSource>> sources)
    : description_{std::move(description)}, sources_{std::move(sources)} {
    headless_.resize(sources_.size());
    std::iota(headless_.begin(), headless_.end(), std::size_t{0});
}

bool MergedSource::is_later(const Head& a, const Head& b) {
    return std::tie(a.packet.at, a.source) > std::tie(b.packet.at, b.source);
}

Next MergedSource::next() {
    if (!read_heads()) return NotYet{};
    if (heads_.empty()) return troubles_.end();
    std::ranges::pop_heap(heads_, is_later);
    auto [packet, source] = heads_.back();
    heads_.pop_back();
    headless_.push_back(source);
    packet.number = ++packets_;
    return packet;
}

// False while a source has nothing yet: what it will have may be the earliest.
bool MergedSource::read_heads() {
    std::erase_if(headless_, [&](std::size_t source) { return read_head(source); });
    return headless_.empty();
}

// True when the source has a head again, or never will.
bool MergedSource::read_head(std::size_t source) {
    auto next = sources_[source]->next();
    return std::visit(Overload{[&](const frames::Packet& packet) {
                                   heads_.push_back({packet, source});
                                   std::ranges::push_heap(heads_, is_later);
                                   return true;
                               },
                               [](NotYet) { return false; },
                               [&](Finished& finished) {
                                   if (finished.early) {
                                       troubles_.add_early_end(*std::move(finished.early));
                                   }
                                   return true;
                               },
                               [&](Error& error) {
                                   troubles_.add(std::move(error));
                                   return true;
                               }},
                      next);
}

void MergedSource::add_drops(Coverage& coverage) {
    for (const auto& source : sources_) source->add_drops(coverage);
}

}  // namespace shadowdiff::capture
