// SPDX-License-Identifier: Apache-2.0
// Watches conversations and writes down what became known, one line for each sighting. Checks on
// the way what must hold whatever comes: each request seen has exactly one end, in the right order.
#pragma once

#include "http/conversations.hpp"
#include "tests/support/streams.hpp"

#include <map>
#include <string>
#include <vector>

namespace shadowdiff::test {

class Witness {
public:
    explicit Witness(const HttpLimits& limits = {})
        : Witness{http::ConversationOptions{.limits = limits}} {}
    explicit Witness(const http::ConversationOptions& options) : conversations_{7, options} {}

    void feed(const std::vector<reassembly::StreamEvent>& events);

    /// "seen GET /a", "asked GET /a [body]", "answer /a 200 [body]", "answer /a 200 resynchronised
    /// [body]", "failed /a reset_inside_answer 200", "lost /a gap 0", "ended".
    const std::string& text() const { return text_; }
    std::uint64_t blind(Blind blind) const { return conversations_.coverage()[blind]; }
    const std::vector<http::Answer>& answers() const { return answers_; }
    /// Requests whose end was not told.
    std::size_t open() const;

private:
    struct Known {
        std::string target;
        bool is_complete = false;
        bool is_settled = false;
    };
    void on(const http::RequestSeen& seen);
    void on(const http::RequestComplete& complete);
    void on(const http::AnswerSeen& seen);
    void on(const http::Lost& lost);
    void on(const http::ConnectionEnded& ended);
    Known& settle(const http::ExchangeId& id);

    http::Conversations conversations_;
    std::map<http::ExchangeId, Known> known_;
    std::vector<http::Answer> answers_;
    std::string text_;
};

std::string told(const std::vector<reassembly::StreamEvent>& events, HttpLimits limits = {});

/// However the stream is cut, a witness tells this of it.
void check_every_cut(const Stream& stream, const std::string& expected);

}  // namespace shadowdiff::test
