// SPDX-License-Identifier: Apache-2.0
#include "judge/suggest.hpp"

#include "json/document.hpp"
#include "judge/volatile_value.hpp"
#include "rules/excuse.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <optional>
#include <set>
#include <string_view>

namespace shadowdiff::judge {
namespace {

using namespace std::chrono_literals;
using rules::Format;
using Refusal = std::unexpected<std::string>;

// Once is chance; asking again explains it without a rule.
constexpr std::uint64_t differed_min = 2;
// Fewer different values are one of a few words or numbers, of which any can be the wrong one.
constexpr std::size_t distinct_values_min = 4;
// Where legacy agrees with itself oftener, any value of a format would hide too much: one in so
// many pairs.
constexpr std::uint64_t suggested_share_min = 5;

bool is_everything(std::string_view pattern) {
    constexpr std::array<std::string_view, 6> whole = {"$",      "$[*]",   "body",
                                                       "status", "answer", "(other)"};
    return std::ranges::find(whole, pattern) != whole.end();
}

std::optional<rules::Value> value_of(std::string_view pattern, const std::string& text) {
    if (!pattern.starts_with('$')) {
        return rules::Value{.type = json::Type::string, .text = text, .is_bare = true};
    }
    const auto document = json::parse(text);
    if (!document) return std::nullopt;
    const auto& root = document->nodes()[0];
    const bool is_text = root.type == json::Type::string;
    return rules::Value{root.type,
                        is_text ? document->string_value(root) : std::string{document->raw(root)},
                        false};
}

/// Questions of which each pair of values is one; what is absent is "".
struct Seen {
    std::vector<rules::Question> questions;
    std::set<std::string_view> distinct;
};

std::expected<Seen, std::string> read_values(const NoisyPlace& place) {
    Seen seen;
    for (const auto& [legacy, other] : place.values) {
        for (const auto& text : {std::string_view{legacy}, std::string_view{other}}) {
            if (text.contains("redacted:")) {
                return Refusal{"its values were replaced by digests"};
            }
            if (!text.empty()) seen.distinct.insert(text);
        }
        rules::Question question;
        for (const auto& [text, into] :
             {std::pair{&legacy, &question.legacy}, std::pair{&other, &question.candidate}}) {
            if (text->empty()) continue;
            *into = value_of(place.pattern, *text);
            if (!*into) return Refusal{"its values are too long to be kept whole"};
            if ((*into)->type == json::Type::object || (*into)->type == json::Type::array) {
                return Refusal{"a rule would hide all that is in this object or list"};
            }
        }
        seen.questions.push_back(std::move(question));
    }
    return seen;
}

// Exactly as a rule of the run would do it.
bool explains(const rules::Action& action, const Seen& seen) {
    rules::RuleSet set;
    set.rules.emplace_back().action = action;
    const rules::InForce in_force{.values = {0}, .array = {}};
    return std::ranges::all_of(seen.questions, [&](const rules::Question& question) {
        return rules::excuse(set, in_force, question).has_value();
    });
}

// So that what the rule lets pass is what the shape tests let pass.
bool keeps_shape(const NoisyPlace& place) {
    VolatileValues values;
    return std::ranges::all_of(place.values, [&](const auto& pair) {
        const diff::Difference difference{.path = place.pattern,
                                          .pattern = place.pattern,
                                          .kind = place.kind,
                                          .severity = diff::Severity::high,
                                          .legacy = pair.first,
                                          .candidate = pair.second};
        const auto broken = values.check(place.route, difference, {pair.first});
        values.learn(place.route, difference, {pair.first});
        return broken == Break::none;
    });
}

Suggestion time_window(Duration within, std::string text) {
    return {rules::TimeWindow{within}, {{"within", std::move(text)}}};
}

Suggestion relative_tolerance(std::string share) {
    return {rules::Tolerance{{}, json::to_decimal(share)}, {{"relative", std::move(share)}}};
}

Suggestion same_format(Format format) {
    return {rules::SameFormat{format}, {{"format", std::string{rules::name(format)}}}};
}

/// Those that forgive less stand first.
std::vector<Suggestion> known_actions() {
    return {{rules::IgnoreWhitespace{}},    {rules::IgnoreCase{}},
            time_window(1s, "1s"),          time_window(5s, "5s"),
            time_window(30s, "30s"),        time_window(5min, "5m"),
            same_format(Format::uuid),      same_format(Format::ulid),
            same_format(Format::jwt),       same_format(Format::iso8601),
            same_format(Format::http_date), same_format(Format::epoch_us),
            same_format(Format::epoch_ms),  same_format(Format::epoch_s),
            same_format(Format::duration),  same_format(Format::hex),
            same_format(Format::token),     relative_tolerance("0.001"),
            relative_tolerance("0.01"),     same_format(Format::date),
            same_format(Format::url),       same_format(Format::integer),
            same_format(Format::number),    same_format(Format::text)};
}

const auto few_values = "legacy gives one of few values: a rule would hide a wrong one";

/// A rule that lets any value of a form pass is for values that are never the same.
std::expected<void, std::string> can_bear_a_format(const NoisyPlace& place, const Seen& seen) {
    if (seen.distinct.size() <= seen.questions.size()) {
        return Refusal{few_values};
    }
    if (seen.distinct.size() < distinct_values_min) {
        return Refusal{"too few of its values were kept to see that they are never the same"};
    }
    if (place.differed * suggested_share_min < place.compared) {
        return Refusal{"legacy mostly agrees with itself: a rule would hide a wrong value"};
    }
    return {};
}

std::expected<Suggestion, std::string> suggest_for_values(const NoisyPlace& place,
                                                          const Seen& seen) {
    auto actions = known_actions();
    const auto found = std::ranges::find_if(
        actions, [&](const auto& suggestion) { return explains(suggestion.action, seen); });
    if (found == actions.end()) {
        return Refusal{seen.distinct.size() < distinct_values_min
                           ? few_values
                           : "its values have no form in common"};
    }
    if (std::holds_alternative<rules::SameFormat>(found->action)) {
        if (auto can = can_bear_a_format(place, seen); !can) return Refusal{can.error()};
    }
    if (!keeps_shape(place)) return Refusal{"its values have no shape in common"};
    found->keep_shape = true;
    return std::move(*found);
}

}  // namespace

std::expected<Suggestion, std::string> suggest(const NoisyPlace& place) {
    if (is_everything(place.pattern)) {
        return Refusal{"a rule for the whole answer would hide everything"};
    }
    if (place.differed < differed_min) {
        return Refusal{"seen once only: asking again explains it without a rule"};
    }
    if (place.kind == diff::Kind::reordered) return Suggestion{rules::Unordered{}};
    if (place.values.empty()) return Refusal{"no exchange that shows it was kept whole"};
    const auto seen = read_values(place);
    if (!seen) return Refusal{seen.error()};
    if (place.kind == diff::Kind::changed) return suggest_for_values(place, *seen);
    if (explains(rules::NullEqualsAbsent{}, *seen)) return Suggestion{rules::NullEqualsAbsent{}};
    return Refusal{"a rule would hide a value that is lost, or of another type"};
}

}  // namespace shadowdiff::judge
