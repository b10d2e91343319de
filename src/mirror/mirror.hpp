// SPDX-License-Identifier: Apache-2.0
// The engine: asks the legs, keeps each client connection's order, and hands every answer, or the
// class of its failure, back. Runs on the one Asio thread and never waits for anything else.
#pragma once

#include "base/limits.hpp"
#include "http/exchange.hpp"
#include "mirror/request/rewrite_rules.hpp"
#include "mirror/request/token_rules.hpp"
#include "mirror/upstream/leg_limits.hpp"
#include "mirror/upstream/target.hpp"
#include "mirror/upstream/tls_options.hpp"

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

class LastAddresses;

struct LegOptions {
    LegLimits limits;
    TlsOptions tls;
    RewriteRules rewrite;
    std::shared_ptr<LastAddresses> last_addresses = {};  // of its name, where somebody asks it next
};

struct LegTarget {
    http::Leg leg = http::Leg::candidate;
    Target target;
    LegOptions options;
};

/// What became of the requests to one leg, beside their answers.
struct LegCounters {
    std::uint64_t stale_retries = 0;  // a pooled connection was closed: asked once more
    std::uint64_t breaker_openings = 0;
    std::uint64_t times_lowered = 0;  // its in-flight bound, because it suffered
    std::uint64_t connections = 0;    // opened
    std::uint64_t echoes = 0;         // of our own words, taken out of its answers
    std::uint64_t translated = 0;     // places in which its own token took the place of legacy's
    bool operator==(const LegCounters&) const = default;
};

struct MirrorOptions {
    std::vector<LegTarget> legs;
    std::string run_mark;  // the value of Shadowdiff-Run on every request we originate; empty: the
                           // requests go out without it, and traces are not continued
    std::vector<TokenRule> tokens;
    MirrorLimits limits;
    bool waits_for_turn = false;  // for as long as it takes: a file's requests do not grow stale
    /// Of recordings: a request that lost something to redaction which nothing supplies is not
    /// sent. In live traffic a mark of redaction is the client's own text.
    bool withholds_redacted = false;
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
    std::optional<Timestamp> due = {};  // of a pace: when it should be sent
};

struct Answered {
    http::ExchangeId id;
    http::Answer answer;  // origin: sent
    /// How long after it was due it was sent, wherever it waited: for the leg's answer to the one
    /// before it of its client connection, for the leg's turn. Nothing of what was not sent.
    std::optional<Duration> late = {};
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
    /// Legacy's answer as the client got it, observed or recorded: what it mints is translated for
    /// the legs.
    void note_observed(const http::ExchangeId& id, const http::Answer& answer);
    /// Before there is anything to ask: as many connections to each of these legs as its budget
    /// allows, so that the first requests wait for none. `done` is called when they are there, or
    /// cannot be.
    void connect_ahead(const std::vector<http::Leg>& legs, std::size_t connections,
                       std::function<void()> done);
    /// Nothing is sent while it is paused; what is under way or waits is given up as Failure{shed}.
    void pause(bool is_paused);
    /// Answers not yet delivered: under way and waiting.
    std::size_t in_flight() const;
    /// Gives up everything under way and all that is still asked: each is delivered as
    /// Failure{shed} as the io_context runs, until in_flight() is 0.
    void cancel();
    /// Reads the certificates again and looks the names up again. The Error names the leg.
    Result<void> reload();
    LegCounters counters(http::Leg leg) const;
    /// A request that was seen on the wire is one of those we sent.
    bool has_sent(const http::Exchange& exchange) const;

private:
    class Engine;
    std::shared_ptr<Engine> engine_;
};

}  // namespace shadowdiff::mirror
