// SPDX-License-Identifier: Apache-2.0
// One leg: its budget, its pooled connections, and those who wait for their turn.
#pragma once

#include "http/body_builder.hpp"
#include "mirror/mirror.hpp"
#include "mirror/request/echo.hpp"
#include "mirror/request/tokens.hpp"
#include "mirror/upstream/asking.hpp"
#include "mirror/upstream/connection_pool.hpp"
#include "mirror/upstream/dialer.hpp"
#include "mirror/upstream/errand.hpp"
#include "mirror/upstream/leg_budget.hpp"
#include "mirror/upstream/own_connections.hpp"
#include "mirror/wire/channel.hpp"

#include <deque>
#include <memory>
#include <optional>
#include <unordered_set>
#include <vector>

namespace shadowdiff::mirror {

struct UpstreamOptions {
    std::string run_mark;
    bool waits_for_turn = false;
    bool withholds_redacted = false;
    const Tokens& tokens;  // outlives the upstream
    OwnConnections& own;   // likewise
};

class Upstream : public std::enable_shared_from_this<Upstream> {
public:
    /// Throws StartupError when a certificate cannot be used.
    Upstream(asio::any_io_executor executor, LegTarget leg, UpstreamOptions options);

    /// Waits for its turn, live for no longer than `wait` since it was asked for; asks, and retries
    /// at most once: a safe request on a pooled connection that the leg had closed. The upstream
    /// must outlive the coroutine.
    asio::awaitable<http::Answer> ask(Errand errand);

    /// So many connections, as far as its budget has room for them, before anything is asked; then
    /// `whole` is let go.
    void connect_ahead(std::size_t connections, const std::shared_ptr<void>& whole);

    /// What waits and what is under way becomes Failure{shed}, and nothing more is asked: until it
    /// goes on, or once and for all.
    void pause(bool is_paused);
    void cancel();
    /// Tokens may have been learnt that a request waits for.
    void look_for_tokens();
    /// New connections use the certificates and addresses of now.
    Result<void> reload();

    LegCounters counters() const;

private:
    struct Waiter {
        Timer timer;
        std::optional<http::Shed> outcome = http::Shed::in_flight;  // nothing: it may go
        bool is_settled = false;
    };

    asio::awaitable<void> wait_for_tokens(Errand errand, SteadyTime until);
    std::vector<std::string> translate(std::shared_ptr<const http::Request>& request);
    SteadyTime waits_until(const Errand& errand) const;
    Turn take_turn(bool is_stale);
    asio::awaitable<std::optional<http::Shed>> wait_for_turn(Turn turn, SteadyTime until);
    void stop(http::Shed why);
    void wake_waiting();
    void wake_at(SteadyTime at);
    void settle_front(std::optional<http::Shed> outcome);
    asio::awaitable<http::Answer> ask_now(Errand errand);
    asio::awaitable<http::Answer> ask_over_connection(Connection connection, const Errand& errand);
    static asio::awaitable<void> connect_some(std::shared_ptr<Upstream> self,
                                              std::shared_ptr<std::size_t> left,
                                              std::shared_ptr<void> whole);
    /// False when it failed: then the answer says why.
    asio::awaitable<bool> connect(Channel& connection, http::Answer& answer);
    void take(Asked&& asked, const OurWords& words, http::Answer& answer);
    Bytes wire_of(const Errand& errand, const OurWords& words) const;
    Connection fresh();
    bool may_keep(Channel& connection);
    void give_back(Connection connection);

    asio::any_io_executor executor_;
    LegTarget leg_;
    UpstreamOptions options_;
    Dialer dialer_;
    LegBudget budget_;
    http::KeptBytes kept_;
    std::shared_ptr<ConnectionPool> idle_;
    std::unordered_set<Connection> in_use_;
    std::deque<std::shared_ptr<Waiter>> waiting_;
    Timer turn_timer_;                   // when the next of the waiting may go by the rate
    std::optional<http::Shed> stopped_;  // why nothing is asked
    std::uint64_t stops_ = 0;            // what was begun before the last one was cut by it
    std::vector<std::shared_ptr<Timer>> token_waits_;
    LegCounters counters_;
};

}  // namespace shadowdiff::mirror
