// SPDX-License-Identifier: Apache-2.0
#include "pipeline/kept_run/reproduce.hpp"

#include "base/digest.hpp"
#include "base/escape.hpp"
#include "base/hash.hpp"
#include "diff/compare.hpp"
#include "http/head.hpp"
#include "redact/lost_places.hpp"
#include "redact/match.hpp"
#include "rules/rulebook.hpp"

#include <boost/asio/io_context.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <optional>
#include <utility>

namespace shadowdiff::pipeline {
namespace {

// What the exchange was kept for: a difference of that kind there, or no answer.
struct Wanted {
    std::string pattern;
    std::string kind;
};

// The gravest finding; where there is none, whatever differs.
std::optional<Wanted> wanted_of(const store::ExchangeRow& exchange) {
    const store::ShownRow* gravest = nullptr;
    for (const auto& shown : exchange.shown) {
        if (shown.standing != "finding") continue;
        if (!gravest || diff::severity_from_name(shown.severity) >
                            diff::severity_from_name(gravest->severity)) {
            gravest = &shown;
        }
    }
    if (!gravest) return std::nullopt;
    return Wanted{gravest->pattern, gravest->kind};
}

http::Request bodiless_request(const store::ExchangeRow& exchange) {
    http::Request request;
    request.method = exchange.method;
    request.target = exchange.target.text();
    const auto fields =
        http::parse_fields(exchange.request_headers.text() + "\r\n", http::Strictness::lenient,
                           std::numeric_limits<std::size_t>::max());
    if (fields) request.headers = *fields;
    return request;
}

// Asked without what is not known. The Error: it cannot be.
Result<std::vector<std::string>> take_lost_out(http::Request& request) {
    auto lost = redact::lost_places(request);
    std::erase(lost, "body");
    erase_if(request.headers,
             [](const http::Field& field) { return redact::holds_redacted(field.value); });
    const auto question = request.target.find('?');
    if (redact::holds_redacted(request.target.substr(0, question))) {
        return std::unexpected{Error{"a secret stood in its path, and was not stored"}};
    }
    if (question == std::string::npos) return lost;
    auto target = request.target.substr(0, question);
    char separator = '?';
    for (auto at = question; at < request.target.size();) {
        const auto end = std::min(request.target.find('&', at + 1), request.target.size());
        const auto pair = request.target.substr(at + 1, end - at - 1);
        at = end;
        if (redact::holds_redacted(pair)) continue;
        target.append(1, separator).append(pair);
        separator = '&';
    }
    request.target = std::move(target);
    return lost;
}

// Both services, asked one request after the other.
class Legs {
public:
    explicit Legs(const ReproduceOptions& options, std::string route)
        : route_{std::move(route)},
          rulebook_{options.rules},
          mirror_{io_, mirror_options(options), [this](mirror::Answered answered) {
                      exchange_.answers.push_back(std::move(answered.answer));
                  }} {}

    diff::Comparison ask(const http::Request& request) {
        exchange_ = {};
        exchange_.id = {0, ++number_};
        exchange_.request = request;
        io_.restart();
        mirror_.ask({exchange_.id,
                     0,
                     std::make_shared<const http::Request>(request),
                     {http::Leg::legacy, http::Leg::candidate},
                     0});
        while (exchange_.answers.size() < 2 && io_.run_one() > 0) {
        }
        std::ranges::sort(exchange_.answers, {}, &http::Answer::leg);
        const auto* legacy = http::find_answer(exchange_, http::Leg::legacy);
        const auto* response = legacy != nullptr ? legacy->response() : nullptr;
        auto* rules =
            rulebook_.rules_for({.route = route_,
                                 .host = http::value_of(request.headers, "Host").value_or(""),
                                 .method = request.method,
                                 .status = response ? response->status : std::uint16_t{0},
                                 .headers = &request.headers});
        return diff::compare(exchange_, {}, nullptr, rules);
    }

private:
    static mirror::MirrorOptions mirror_options(const ReproduceOptions& options) {
        mirror::MirrorOptions mirror;
        mirror.legs = {{http::Leg::legacy, options.legacy, options.legs},
                       {http::Leg::candidate, options.candidate, options.legs}};
        mirror.run_mark = to_hex(hash128(random_bytes(16))).substr(16);
        mirror.waits_for_turn = true;
        return mirror;
    }

    std::string route_;
    rules::Rulebook rulebook_;
    http::Exchange exchange_;
    std::uint64_t number_ = 0;
    boost::asio::io_context io_;
    mirror::Mirror mirror_;
};

// In words, where the answers show what is wanted.
std::optional<std::string> shown_by(const diff::Comparison& comparison,
                                    const std::optional<Wanted>& wanted) {
    if (comparison.legacy_failure || comparison.answers.empty()) return std::nullopt;
    const auto& candidate = comparison.answers.front();
    if (candidate.failure) {
        if (wanted && wanted->kind != "unanswered") return std::nullopt;
        return fmt::format("the candidate gives no answer: {}",
                           printable(candidate.failure->detail));
    }
    for (const auto& difference : candidate.differences.list) {
        if (difference.severity == diff::Severity::none) continue;
        if (wanted &&
            (difference.pattern != wanted->pattern || name(difference.kind) != wanted->kind)) {
            continue;
        }
        return fmt::format("{} {}: {} → {}", printable(difference.path), name(difference.kind),
                           printable(difference.legacy), printable(difference.candidate));
    }
    return std::nullopt;
}

std::optional<Error> failure_of(const diff::Comparison& comparison) {
    if (!comparison.legacy_failure) return std::nullopt;
    return Error{
        fmt::format("legacy gives no answer: {}", printable(comparison.legacy_failure->detail))};
}

}  // namespace

Result<Reproduced> reproduce(const store::ExchangeRow& exchange, const ReproduceOptions& options) {
    if (!exchange.is_whole) {
        return std::unexpected{Error{"only the outline of this exchange was kept"}};
    }
    auto request = bodiless_request(exchange);
    if (!http::is_safe_method(request.method)) {
        return std::unexpected{Error{fmt::format("{} is no safe method: it is not asked again",
                                                 printable(request.method, 32))}};
    }
    auto lost = take_lost_out(request);
    if (!lost) return std::unexpected{lost.error()};

    const auto wanted = wanted_of(exchange);
    Legs legs{options, exchange.route};
    const auto whole = legs.ask(request);
    if (auto failure = failure_of(whole)) return std::unexpected{*std::move(failure)};
    auto difference = shown_by(whole, wanted);
    if (!difference) {
        return std::unexpected{Error{fmt::format(
            "asked again, the answers do not differ in this way{}",
            lost->empty() ? "" : " (it was asked without the secrets that were not stored)")}};
    }
    auto smallest = smallest_request(request, [&](const http::Request& smaller) {
        auto shown = shown_by(legs.ask(smaller), wanted);
        const bool still_differs = shown.has_value();
        if (still_differs) difference = std::move(shown);
        return still_differs;
    });
    // Nothing new is written, but what is shown passes the redactor all the same.
    const redact::Redactor redactor;
    Reproduced reproduced{std::move(smallest), std::move(*lost), redactor.text(*difference).text(),
                          exchange};
    reproduced.row.target = redactor.target(reproduced.smallest.request.target);
    reproduced.row.request_headers = redactor.fields(reproduced.smallest.request.headers);
    return reproduced;
}

}  // namespace shadowdiff::pipeline
