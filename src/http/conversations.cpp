// SPDX-License-Identifier: Apache-2.0
#include "http/conversations.hpp"

#include "base/overload.hpp"
#include "http/conversation.hpp"

#include <unordered_map>
#include <vector>

namespace shadowdiff::http {

struct Conversations::Table {
    std::uint64_t run_seed;
    HttpLimits limits;
    Coverage coverage;
    std::vector<Sighting> sightings;
    std::unordered_map<reassembly::ConnectionId, std::unique_ptr<Conversation>> conversations;

    void open(const reassembly::Opened& opened) {
        conversations[opened.connection] =
            std::make_unique<Conversation>(opened, run_seed, limits, coverage, sightings);
    }

    template <class StreamEvent>
    void pass_on(const StreamEvent& event) {
        const auto found = conversations.find(event.connection);
        if (found != conversations.end()) found->second->on(event);
    }
};

Conversations::Conversations(std::uint64_t run_seed, HttpLimits limits)
    : table_{std::make_unique<Table>(run_seed, limits, Coverage{}, std::vector<Sighting>{})} {}
Conversations::~Conversations() = default;

std::span<Sighting> Conversations::feed(const reassembly::StreamEvent& event) {
    table_->sightings.clear();
    std::visit(Overload{
                   [this](const reassembly::Opened& opened) { table_->open(opened); },
                   [this](const reassembly::Closed& closed) {
                       table_->pass_on(closed);
                       table_->conversations.erase(closed.connection);
                   },
                   [this](const auto& other) { table_->pass_on(other); },
               },
               event);
    return table_->sightings;
}

const Coverage& Conversations::coverage() const { return table_->coverage; }

}  // namespace shadowdiff::http
