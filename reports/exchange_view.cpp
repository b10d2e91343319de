// SPDX-License-Identifier: Apache-2.0
#include "reports/exchange_view.hpp"

#include "base/ascii.hpp"
#include "base/escape.hpp"
#include "base/limits.hpp"
#include "http/message.hpp"
#include "reports/header_lines.hpp"
#include "reports/wording.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

namespace shadowdiff::reports {
namespace {

constexpr std::string_view header_prefix = "headers.";
constexpr std::string_view cookie_prefix = "cookies.";

// "headers.content-type" is about any Content-Type line; "cookies.sid.secure" about the Set-Cookie
// line of sid.
bool is_about(std::string_view path, std::string_view field_name, std::string_view field_value) {
    if (path.starts_with(header_prefix)) {
        return http::same_name(path.substr(header_prefix.size()), field_name);
    }
    if (!path.starts_with(cookie_prefix) || !http::same_name(field_name, "set-cookie")) {
        return false;
    }
    const std::string_view cookie = field_value.substr(0, field_value.find('='));
    const std::string_view rest = path.substr(cookie_prefix.size());
    return rest == cookie || (rest.starts_with(cookie) && rest[cookie.size()] == '.');
}

std::vector<TextLine> field_lines(std::string_view text,
                                  const std::vector<store::DifferenceRow>& differences) {
    std::vector<TextLine> lines;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find("\r\n"), text.size());
        const std::string_view field = text.substr(0, end);
        text.remove_prefix(std::min(end + 2, text.size()));
        const std::size_t colon = std::min(field.find(':'), field.size());
        std::string_view value = field.substr(std::min(colon + 1, field.size()));
        value.remove_prefix(std::min(value.find_first_not_of(' '), value.size()));
        const bool is_changed = std::ranges::any_of(differences, [&](const auto& difference) {
            return is_about(difference.path, field.substr(0, colon), value);
        });
        lines.push_back({printable(field, ReportLimits{}.line_bytes_max),
                         is_changed ? TextLine::Mark::changed : TextLine::Mark::none});
    }
    return lines;
}

std::string outcome_of(const store::AnswerRow& answer) {
    std::string outcome = answer.status ? std::to_string(*answer.status) : "";
    if (answer.failure.empty()) return outcome;
    if (!outcome.empty()) outcome += ", then ";
    outcome += printable(as_words(answer.failure));
    if (!answer.detail.text().empty()) outcome += ": " + printable(answer.detail.text());
    return outcome;
}

std::string facts_of(const store::AnswerRow& answer) {
    std::string facts = printable(answer.origin);
    if (answer.attempt > 0) facts += fmt::format(" · asked again {}", answer.attempt);
    if (answer.first_byte_us) facts += " · first byte " + latency_words(*answer.first_byte_us);
    if (answer.last_byte_us) facts += " · last byte " + latency_words(*answer.last_byte_us);
    return facts + " · " + counted(answer.body_length, "byte", "bytes");
}

// Only what whole rows tell apart: the longest bodies, codings, and the user's own wish.
std::string why_not_kept(const store::AnswerRow& answer, const store::RunRow& run) {
    const auto bodies = run.facts.find("bodies");
    if (bodies != run.facts.end() && bodies->second == "none") return "--no-bodies";
    constexpr auto kept_max = HttpLimits{}.body_bytes_kept_max;
    if (answer.body_length > kept_max) {
        return fmt::format("it is longer than {} bytes", grouped(kept_max));
    }
    const auto codings = codings_of(answer);
    if (codings.empty()) return "not all of it came, or it could not be looked through for secrets";
    return fmt::format(
        "its coding ({}) could not be undone, so nobody could look for secrets in it", codings);
}

AnswerView view_of(const store::AnswerRow* answer, http::Leg leg, Side side,
                   const store::ExchangeRow& exchange, const store::RunRow& run) {
    AnswerView view;
    view.leg = name(leg);
    if (answer == nullptr) {
        view.outcome = "no answer";
        view.is_changed = true;
        return view;
    }
    view.outcome = outcome_of(*answer);
    view.facts = facts_of(*answer);
    view.is_changed = !answer->failure.empty() ||
                      std::ranges::any_of(exchange.differences, [](const auto& difference) {
                          return difference.path == "status";
                      });
    view.headers = field_lines(answer->headers.text(), exchange.differences);
    if (!answer->body_kept) {
        if (answer->body_length > 0) {
            view.body_note = "the body was not kept: " + why_not_kept(*answer, run);
        }
    } else if (answer->body.text().empty()) {
        view.body_note = "no body";
    } else {
        view.body = body_lines(answer->body.text(), side, exchange.differences);
    }
    return view;
}

}  // namespace

const store::AnswerRow* first_of(const store::ExchangeRow& exchange, http::Leg leg) {
    const store::AnswerRow* first = nullptr;
    for (const store::AnswerRow& answer : exchange.answers) {
        if (answer.leg != name(leg)) continue;
        if (first == nullptr || answer.attempt < first->attempt) first = &answer;
    }
    return first;
}

std::string codings_of(const store::AnswerRow& answer) {
    std::string codings;
    for (const auto& field : parse_header_lines(answer.headers.text())) {
        if (!http::same_name(field.name, "content-encoding")) continue;
        if (ascii::lower_case(field.value) == "identity") continue;
        codings += (codings.empty() ? "" : ", ") + printable(field.value);
    }
    return codings;
}

ExchangeView make_view(const store::ExchangeRow& exchange, const store::RunRow& run) {
    const store::AnswerRow* legacy = first_of(exchange, http::Leg::legacy);
    const store::AnswerRow* candidate = first_of(exchange, http::Leg::candidate);
    ExchangeView view;
    view.request_line = printable(exchange.method + " " + exchange.target.text());
    view.request_headers = field_lines(exchange.request_headers.text(), {});
    view.request_body = body_lines(exchange.request_body.text(), Side::legacy, {});
    view.legacy = view_of(legacy, http::Leg::legacy, Side::legacy, exchange, run);
    view.candidate = view_of(candidate, http::Leg::candidate, Side::candidate, exchange, run);
    for (const store::AnswerRow& answer : exchange.answers) {
        if (&answer == legacy || &answer == candidate) continue;
        view.further.push_back(fmt::format("{} · {} · {}", printable(answer.leg),
                                           outcome_of(answer), facts_of(answer)));
    }
    return view;
}

}  // namespace shadowdiff::reports
