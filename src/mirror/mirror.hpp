// SPDX-License-Identifier: Apache-2.0
// The engine: asks the legs, keeps each client connection's order, and hands every answer, or the
// class of its failure, back. Runs on the one Asio thread and never waits for anything else.
#pragma once

#include "base/limits.hpp"
#include "http/exchange.hpp"
#include "mirror/target.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace boost::asio {
class io_context;
}

namespace shadowdiff::mirror {

struct LegTarget {
    http::Leg leg = http::Leg::candidate;
    Target target;
};

struct MirrorOptions {
    std::vector<LegTarget> legs;
    std::string run_mark;  // the value of Shadowdiff-Run on every request we originate
    MirrorLimits limits;
    HttpLimits http;
    std::optional<std::uint64_t> order_seed;  // of the random order of legs; none: the system's
};

/// One request to one or more legs. `connection` orders it: per leg, the requests of one client
/// connection are asked one after the other; those of different connections run side by side.
struct Ask {
    http::ExchangeId id;
    std::uint64_t connection = 0;
    std::shared_ptr<const http::Request> request;
    std::vector<http::Leg> legs;
    std::uint32_t attempt = 0;
};

struct Answered {
    http::ExchangeId id;
    http::Answer answer;  // origin: sent
};

class Mirror {
public:
    /// `deliver` is called on the io_context's thread, exactly once for each leg of each Ask, and
    /// never from inside ask() or cancel(). The io_context must outlive the Mirror; all members are
    /// called on its thread. After destruction nothing is delivered.
    Mirror(boost::asio::io_context& io, MirrorOptions options,
           std::function<void(Answered)> deliver);
    ~Mirror();

    /// Bounded: what cannot be taken on is delivered as Failure{shed}. The legs of one Ask are
    /// begun in random order.
    void ask(Ask ask);
    /// No more requests will come on that client connection: its lanes end when they are idle.
    void end_connection(std::uint64_t connection);
    /// Answers not yet delivered: under way and waiting.
    std::size_t in_flight() const;
    /// Gives up everything under way and all that is still asked: each is delivered as
    /// Failure{shed} as the io_context runs, until in_flight() is 0.
    void cancel();

private:
    class Engine;
    std::shared_ptr<Engine> engine_;
};

}  // namespace shadowdiff::mirror
