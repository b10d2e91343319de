// SPDX-License-Identifier: Apache-2.0
// Sightings gathered into one short text for each exchange, in the order of the requests.
#pragma once

#include "pipeline/capture/flows.hpp"

#include <map>
#include <string>
#include <vector>

namespace shadowdiff::test {

class ToldExchanges {
public:
    void take(const http::Sighting& sighting);

    /// "POST /a 12 -> 200 30, GET /b -> none": with the body's length of a request that has one,
    /// and the status and body's length of the answer. "-> none" where the connection ended without
    /// an answer, "-> not known" where it cannot be known, "refused" behind a request that cannot
    /// be read to its end. Pairs that are not exact say so.
    std::string text() const;

    /// "| Name: value" for each field of the last answer.
    const std::string& last_fields() const { return last_fields_; }

private:
    struct Told {
        std::string request;
        std::string outcome;
    };
    void on(const http::RequestSeen& seen);
    void on(const http::RequestComplete& complete);
    void on(const http::AnswerSeen& seen);
    void on(const http::Lost& lost);
    void on(const http::ConnectionEnded&) {}

    std::map<http::ExchangeId, std::size_t> places_;
    std::vector<Told> told_;
    std::string last_fields_;
};

}  // namespace shadowdiff::test
