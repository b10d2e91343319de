// SPDX-License-Identifier: Apache-2.0
// Which exchanges wait for which answers. Pure: time is an argument, and what was never opened
// here, or has left, is ignored when it comes.
#pragma once

#include "base/limits.hpp"
#include "base/reason.hpp"
#include "http/sighting.hpp"
#include "judge/judge.hpp"

#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

namespace shadowdiff::pipeline {

/// An exchange with all the answers it will get; it has left the join.
struct Joined {
    std::unique_ptr<http::Exchange> exchange;  // never null: it goes through many hands
    std::string route;
    judge::Turn turn = judge::Turn::first;
    std::shared_ptr<const http::Response> twin =
        {};                                    // what legacy answered to a twin of the request
    bool is_written_meanwhile = false;         // what was asked again may tell of another state
    bool is_left_by_unmirrored_write = false;  // see UnmirroredWrites
    std::optional<std::size_t> bytes = {};     // its footprint, where no answer will be added
};

/// It will not be compared; it has left the join.
struct Dropped {
    http::ExchangeId id;
    std::string route;
    Timestamp seen_at;
    Reason reason = Reason::none;
    std::size_t bytes_held = 0;
};

using Left = std::variant<Joined, Dropped>;
using Departure = std::optional<Left>;

class Join {
public:
    explicit Join(PipelineLimits limits = {}) : limits_{limits} {}

    /// False when the table is full, or that id waits already: the caller drops it as memory_bound
    /// or repeated_id.
    bool open(const http::RequestSeen& seen, std::string route);

    /// The request is whole; `awaits_observed` and `asked` say which answers are to come.
    void complete(http::Exchange exchange, bool awaits_observed, std::size_t asked);

    /// Answers again for an exchange that had left.
    void reopen(Joined joined, std::size_t asked);

    Departure observed(const http::ExchangeId& id, http::Pairing pairing, http::Answer answer);
    Departure lost(const http::ExchangeId& id, Reason reason);
    Departure answered(const http::ExchangeId& id, http::Answer answer);
    /// Takes it out, whatever it waits for.
    Departure drop(const http::ExchangeId& id, Reason reason);

    /// Those whose observed answer is overdue at `now`.
    std::vector<Dropped> expire(Timestamp now);
    /// Empties the table: those that were asked again are judged on what they have, the others
    /// drop.
    std::vector<Left> give_up(Reason reason);

    std::size_t size() const { return waiting_.size(); }
    /// Its observed answer would be kept.
    bool awaits_observed(const http::ExchangeId& id) const;
    bool is_complete(const http::ExchangeId& id) const;
    /// The route as it is known once the request is whole.
    template <class Refine>
    void reroute(const http::ExchangeId& id, Refine refine) {
        const auto found = waiting_.find(id);
        if (found != waiting_.end()) found->second.route = refine(std::move(found->second.route));
    }
    const std::string* route_of(const http::ExchangeId& id) const;

private:
    struct Waiting {
        std::string route;
        Timestamp seen_at;
        std::unique_ptr<http::Exchange> exchange;  // from complete() on
        bool awaits_observed = true;
        std::size_t asked = 0;
        judge::Turn turn = judge::Turn::first;
        std::shared_ptr<const http::Response> twin;
        std::list<http::ExchangeId>::iterator place;  // in by_age_
    };
    using Table = std::unordered_map<http::ExchangeId, Waiting>;

    Departure leave_if_whole(Table::iterator waiting);
    Joined leave_whole(Table::iterator waiting);
    Dropped leave(Table::iterator waiting, Reason reason);
    Waiting take(Table::iterator waiting);

    PipelineLimits limits_;
    Table waiting_;
    std::list<http::ExchangeId> by_age_;  // all that wait, in the order in which they came
};

}  // namespace shadowdiff::pipeline
