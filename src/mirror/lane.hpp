// SPDX-License-Identifier: Apache-2.0
// One client connection's requests to one leg: asked one after the other, over one kept-alive
// connection of our own, so that the leg sees them in the client's order.
#pragma once

#include "base/limits.hpp"
#include "http/exchange.hpp"
#include "mirror/answer_reader.hpp"
#include "mirror/channel.hpp"
#include "mirror/mirror.hpp"

#include <cstdint>
#include <deque>
#include <memory>

namespace shadowdiff::mirror {

struct Errand {
    http::ExchangeId id;
    http::Leg leg = http::Leg::candidate;
    std::uint32_t attempt = 0;
    std::shared_ptr<const http::Request> request;
};

/// The answer that says that nothing was asked, and which bound said so.
http::Answer shed_answer(const Errand& errand, http::Shed shed);

class Lane {
public:
    Lane(const asio::any_io_executor& executor, std::shared_ptr<const MirrorOptions> options,
         LegTarget leg, std::uint64_t connection);

    http::Leg leg() const { return leg_.leg; }
    std::uint64_t connection() const { return connection_; }

    bool is_full() const;
    void push(Errand errand);
    void end_when_idle();
    void cancel();  // what waits and what is under way becomes Failure{shed}

    /// True as soon as an errand waits; false when the lane has ended.
    asio::awaitable<bool> has_work();
    Errand take();
    asio::awaitable<http::Answer> ask(Errand errand);

private:
    asio::awaitable<http::Answer> ask_once(Errand errand);
    /// Both outlive it: they are the caller's frame.
    asio::awaitable<void> read_answer(AnswerReader& reader, http::Timing& timing,
                                      SteadyTime started);
    bool is_worth_a_retry(const Errand& errand, const http::Answer& answer) const;

    std::shared_ptr<const MirrorOptions> options_;
    LegTarget leg_;
    std::uint64_t connection_;
    std::deque<Errand> waiting_;
    Timer wake_;
    Channel channel_;
    bool ends_when_idle_ = false;
    bool is_cancelled_ = false;
};

}  // namespace shadowdiff::mirror
