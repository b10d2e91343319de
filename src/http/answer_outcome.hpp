// SPDX-License-Identifier: Apache-2.0
// What a leg gave: a response, or a failure. A response does not change any more, so that all who
// keep it share one.
#pragma once

#include "http/failure.hpp"
#include "http/message.hpp"

#include <memory>
#include <utility>
#include <variant>

namespace shadowdiff::http {

class AnswerOutcome {
public:
    /// An empty response.
    AnswerOutcome() = default;
    AnswerOutcome(Response response)
        : outcome_{std::make_shared<const Response>(std::move(response))} {}
    AnswerOutcome(Failure failure) : outcome_{std::move(failure)} {}
    AnswerOutcome(std::variant<Response, Failure> outcome)
        : AnswerOutcome{
              std::visit([](auto& one) { return AnswerOutcome{std::move(one)}; }, outcome)} {}

    const Response* response() const {
        const auto* shared = std::get_if<SharedResponse>(&outcome_);
        if (!shared) return nullptr;
        return *shared ? shared->get() : &empty();
    }
    const Failure* failure() const { return std::get_if<Failure>(&outcome_); }
    /// The response, or null.
    std::shared_ptr<const Response> shared_response() const {
        const auto* shared = std::get_if<SharedResponse>(&outcome_);
        if (!shared) return nullptr;
        return *shared ? *shared : std::make_shared<const Response>();
    }

    /// Where both are one response, octet for octet, they share it from here on.
    void share_with(const AnswerOutcome& other) {
        const auto* ours = response();
        const auto* theirs = other.response();
        if (ours && theirs && is_same(*ours, *theirs)) outcome_ = other.outcome_;
    }

    bool operator==(const AnswerOutcome& other) const {
        const auto* failed = failure();
        const auto* other_failed = other.failure();
        if (failed || other_failed) return failed && other_failed && *failed == *other_failed;
        return *response() == *other.response();
    }

private:
    using SharedResponse = std::shared_ptr<const Response>;

    static const Response& empty() {
        static const Response response;
        return response;
    }

    std::variant<SharedResponse, Failure> outcome_;
};

}  // namespace shadowdiff::http
