// SPDX-License-Identifier: Apache-2.0
// Holds what was told of known traffic against what is known of it.
#pragma once

#include "pipeline/capture/flows.hpp"
#include "tests/support/traffic.hpp"

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>

namespace shadowdiff::test {

class KnownOutcomes {
public:
    explicit KnownOutcomes(const KnownTraffic& traffic);

    void take(const http::Sighting& sighting);
    /// After the last sighting: each request that was seen has its outcome.
    void finish();

    /// What must never be, one line for each; empty when all is well.
    const std::string& faults() const { return faults_; }

    std::size_t seen = 0;
    std::size_t complete = 0;
    std::size_t exact = 0;
    std::size_t not_exact = 0;        // answered, and said to be paired less surely
    std::size_t not_exact_wrong = 0;  // of these; never compared
    std::size_t failed = 0;
    std::size_t lost = 0;
    std::size_t made_up =
        0;  // requests that were never sent so: what a loss left of one, or text in a body
    std::map<Reason, std::size_t> lost_by;
    std::map<std::uint16_t, std::size_t> exact_by;  // by the client's port

private:
    struct Known {
        const KnownConnection* connection = nullptr;
        const KnownExchange* exchange = nullptr;  // null when it is made up
        std::string target;
        bool is_complete = false;
        bool is_settled = false;
    };
    void on(const http::RequestSeen& seen);
    void on(const http::RequestComplete& complete);
    void on(const http::AnswerSeen& seen);
    void on(const http::Lost& lost);
    void on(const http::ConnectionEnded&) {}
    Known* settle(const http::ExchangeId& id);
    static const KnownExchange* exchange_of(const KnownConnection& connection,
                                            const http::RequestSeen& request);
    static bool is_right(const Known& known, const http::Response& response);
    void fault(std::string_view what, const Known& known);

    const KnownTraffic& traffic_;
    std::unordered_map<std::uint16_t, const KnownConnection*> connections_;  // by client port
    std::map<http::ExchangeId, Known> known_;
    std::map<std::string, int> times_seen_;
    std::string faults_;
};

}  // namespace shadowdiff::test
