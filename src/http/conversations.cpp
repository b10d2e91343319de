// SPDX-License-Identifier: Apache-2.0
#include "http/conversations.hpp"

#include "base/overload.hpp"
#include "http/conversation.hpp"
#include "http/waiting_list.hpp"

#include <boost/unordered/unordered_flat_map.hpp>

#include <utility>

namespace shadowdiff::http {
namespace {

struct Waiting : WaitingList::Place {
    template <class... Arguments>
    explicit Waiting(Arguments&&... arguments)
        : conversation{std::forward<Arguments>(arguments)...} {}

    Conversation conversation;
};

}  // namespace

struct Conversations::Table {
    Table(std::uint64_t seed, const ConversationOptions& of)
        : run_seed{seed},
          waiting{of.waiting_bytes_max},
          kept{of.limits.kept_total_max, of.decoding_rate},
          options{of.limits, &kept, of.with_sha256} {}

    std::uint64_t run_seed;
    WaitingList waiting;
    KeptBytes kept;
    ReadOptions options;
    Coverage coverage;
    Sightings sightings;
    boost::unordered_flat_map<reassembly::ConnectionId, std::unique_ptr<Waiting>> by_id;
    // Packets of one connection often come in a row.
    reassembly::ConnectionId last_id = 0;
    Waiting* last = nullptr;

    void open(const reassembly::Opened& opened) {
        by_id[opened.connection] =
            std::make_unique<Waiting>(opened, run_seed, options, coverage, sightings);
    }

    Waiting* find(reassembly::ConnectionId id) {
        if (id == last_id) return last;
        const auto found = by_id.find(id);
        last_id = id;
        last = found == by_id.end() ? nullptr : found->second.get();
        return last;
    }

    template <class StreamEvent>
    void pass_on(const StreamEvent& event) {
        auto* found = find(event.connection);
        if (found == nullptr) return;
        kept.advance(event.at.time_since_epoch());
        found->conversation.on(event);
        waiting.note(*found, found->conversation.waiting_bytes(event.sender));
        while (auto* oldest = waiting.over()) {
            static_cast<Waiting*>(oldest)->conversation.evict(event.at);
            waiting.note(*oldest, 0);
        }
    }

    void close(const reassembly::Closed& closed) {
        if (auto* found = find(closed.connection)) {
            found->conversation.on(closed);
            waiting.note(*found, 0);
        }
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
    return table_->sightings.all();
}

const Coverage& Conversations::coverage() const { return table_->coverage; }

}  // namespace shadowdiff::http
