// SPDX-License-Identifier: Apache-2.0
#include "http/conversations.hpp"

#include "base/overload.hpp"
#include "http/conversation.hpp"

#include <boost/unordered/unordered_flat_map.hpp>

#include <vector>

namespace shadowdiff::http {

struct Conversations::Table {
    Table(std::uint64_t seed, const ConversationOptions& of)
        : run_seed{seed},
          kept{of.limits.kept_total_max},
          options{of.limits, &kept, of.with_sha256} {}

    std::uint64_t run_seed;
    KeptBytes kept;
    ReadOptions options;
    Coverage coverage;
    std::vector<WireSighting> sightings;
    boost::unordered_flat_map<reassembly::ConnectionId, std::unique_ptr<Conversation>> by_id;
    // Packets of one connection often come in a row.
    reassembly::ConnectionId last_id = 0;
    Conversation* last = nullptr;

    void open(const reassembly::Opened& opened) {
        by_id[opened.connection] =
            std::make_unique<Conversation>(opened, run_seed, options, coverage, sightings);
    }

    Conversation* find(reassembly::ConnectionId id) {
        if (id == last_id) return last;
        const auto found = by_id.find(id);
        last_id = id;
        last = found == by_id.end() ? nullptr : found->second.get();
        return last;
    }

    template <class StreamEvent>
    void pass_on(const StreamEvent& event) {
        if (auto* conversation = find(event.connection)) conversation->on(event);
    }

    void close(const reassembly::Closed& closed) {
        pass_on(closed);
        by_id.erase(closed.connection);
        last_id = 0;
        last = nullptr;
    }
};

Conversations::Conversations(std::uint64_t run_seed, const ConversationOptions& options)
    : table_{std::make_unique<Table>(run_seed, options)} {}
Conversations::~Conversations() = default;

std::span<WireSighting> Conversations::feed(const reassembly::StreamEvent& event) {
    table_->sightings.clear();
    std::visit(Overload{
                   [this](const reassembly::Opened& opened) { table_->open(opened); },
                   [this](const reassembly::Closed& closed) { table_->close(closed); },
                   [this](const auto& other) { table_->pass_on(other); },
               },
               event);
    return table_->sightings;
}

const Coverage& Conversations::coverage() const { return table_->coverage; }

}  // namespace shadowdiff::http
