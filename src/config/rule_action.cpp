// SPDX-License-Identifier: Apache-2.0
#include "config/rule_action.hpp"

#include "base/duration_text.hpp"
#include "config/settings.hpp"
#include "json/document.hpp"
#include "rules/texts.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <functional>
#include <utility>

namespace shadowdiff::config {

namespace {

using rules::Action;
using MaybeAction = std::optional<Action>;

template <class A>
MaybeAction plain(RuleTable&, const RuleLimits&) {
    return A{};
}

json::Decimal read_amount(RuleTable& table, std::string_view key) {
    const auto amount = table.number(key);
    if (!amount) return {};
    const auto parsed = json::parse(amount->text);
    const bool is_number = parsed && parsed->nodes()[0].type == json::Type::number;
    if (!is_number || amount->text.starts_with('-')) {
        table.fault(amount->at,
                    fmt::format("{}: \"{}\" is no number from 0 on", key, amount->text));
        return {};
    }
    return json::to_decimal(amount->text);
}

MaybeAction read_tolerance(RuleTable& table, const RuleLimits&) {
    const rules::Tolerance tolerance{read_amount(table, "absolute"),
                                     read_amount(table, "relative")};
    if (tolerance.absolute.is_zero() && tolerance.relative.is_zero()) {
        table.fault(table.place(), "a tolerance needs absolute or relative above 0");
    }
    if (json::compare(tolerance.relative, json::to_decimal("1")) >= 0) {
        table.warn(table.place_of_value("relative"),
                   "relative: from 1 on, any two numbers of one sign are equal (1 % is 0.01)");
    }
    return tolerance;
}

MaybeAction read_round(RuleTable& table, const RuleLimits&) {
    table.require("places", "how many digits behind the point count");
    const auto places = table.number("places");
    rules::Round round;
    if (!places) return round;
    constexpr int places_max = 30;
    const auto* end = places->text.data() + places->text.size();
    const auto [parsed, error] = std::from_chars(places->text.data(), end, round.places);
    if (error != std::errc{} || parsed != end || round.places < 0 || round.places > places_max) {
        table.fault(places->at, fmt::format("places: expected 0 to {}", places_max));
    }
    return round;
}

/// True when texts that have nothing in common are equal afterwards.
bool leaves_nothing(const rules::Replace& replace) {
    constexpr std::array<std::string_view, 4> texts = {"a", "Zz 9-", "{\"k\": [1, 2.5]}",
                                                       "\u00e9/\u4e2d?x=1"};
    std::vector<std::string> left;
    for (const auto text : texts) {
        left.push_back(rules::rewritten(std::string{text}, replace, rules::Side::legacy));
    }
    return std::ranges::all_of(left, [&](const auto& text) { return text == left.front(); });
}

MaybeAction read_replace(RuleTable& table, const RuleLimits& limits) {
    table.require("pattern", "the regular expression to be replaced");
    const auto pattern = table.text("pattern");
    const auto with = table.text("with");
    if (!pattern) return std::nullopt;
    re2::RE2::Options options;
    options.set_log_errors(false);
    options.set_max_mem(limits.pattern_bytes_max);
    rules::Replace replace{std::make_shared<const re2::RE2>(pattern->text, options),
                           with ? with->text : ""};
    std::string error;
    if (!replace.pattern->ok()) {
        table.fault(pattern->at, fmt::format("pattern: {}", replace.pattern->error()));
    } else if (!replace.pattern->CheckRewriteString(replace.with, &error)) {
        table.fault(with ? with->at : pattern->at, fmt::format("with: {}", error));
    } else if (pattern->text.empty()) {
        table.fault(pattern->at, "pattern: is empty, and makes no two texts equal");
    } else if (pattern->text == replace.with && re2::RE2::QuoteMeta(replace.with) == replace.with) {
        table.fault(pattern->at, "pattern: is replaced by itself, which makes no two texts equal");
    } else if (leaves_nothing(replace)) {
        table.warn(pattern->at, "pattern: takes all of any text: then all texts are equal");
    }
    return replace;
}

MaybeAction read_map_host(RuleTable& table, const RuleLimits&) {
    table.require("legacy", "the host as legacy writes it");
    table.require("candidate", "the host as the candidate writes it");
    const auto legacy = table.text("legacy");
    const auto candidate = table.text("candidate");
    if (legacy && legacy->text.empty()) table.fault(legacy->at, "legacy: is empty");
    if (!legacy || !candidate) return std::nullopt;
    if (legacy->text == candidate->text) table.fault(candidate->at, "candidate: is legacy's host");
    return rules::MapHost{legacy->text, candidate->text};
}

MaybeAction read_time_window(RuleTable& table, const RuleLimits&) {
    table.require("within", "how far apart the times may be, such as \"5s\"");
    const auto within = table.text("within");
    if (!within) return std::nullopt;
    const auto duration = parse_duration(within->text);
    if (!duration) table.fault(within->at, "within: expected 500ms, 30s, 5m or 2h");
    return rules::TimeWindow{duration.value_or(Duration{})};
}

MaybeAction read_same_format(RuleTable& table, const RuleLimits&) {
    table.require("format", "which format both values must have");
    const auto format = read_format(table, "format");
    if (!format) return std::nullopt;
    return rules::SameFormat{*format};
}

MaybeAction read_key(RuleTable& table, const RuleLimits&) {
    table.require("members", "by which an element is known again");
    rules::Key key;
    for (const auto& member : table.texts("members")) {
        if (member.text.starts_with('$')) {
            table.fault(member.at, fmt::format("members: \"{}\" is a path: expected the name of a "
                                               "member of the elements",
                                               member.text));
        }
        key.members.push_back(member.text);
    }
    return key;
}

using Reader = MaybeAction (*)(RuleTable&, const RuleLimits&);

constexpr std::array<std::pair<std::string_view, Reader>, 13> readers{{
    {"ignore", plain<rules::Ignore>},
    {"compare", plain<rules::Compare>},
    {"tolerance", read_tolerance},
    {"round", read_round},
    {"replace", read_replace},
    {"map_host", read_map_host},
    {"null_equals_absent", plain<rules::NullEqualsAbsent>},
    {"case", plain<rules::IgnoreCase>},
    {"whitespace", plain<rules::IgnoreWhitespace>},
    {"time_window", read_time_window},
    {"format", read_same_format},
    {"unordered", plain<rules::Unordered>},
    {"key", read_key},
}};

void refuse_name(RuleTable& table, const Placed& name, std::string_view key,
                 const std::vector<std::string>& known) {
    const auto meant = nearest(name.text, known);
    table.fault(name.at,
                fmt::format("unknown {} {}: {}", key, name.text,
                            meant.empty() ? fmt::format("expected {}", fmt::join(known, ", "))
                                          : fmt::format("{}?", meant)));
}

}  // namespace

std::optional<Action> read_action(RuleTable& table, const RuleLimits& limits) {
    table.require("action", "what it does, such as \"ignore\"");
    const auto name = table.text("action");
    if (!name) return std::nullopt;
    const auto* found =
        std::ranges::find(readers, name->text, &std::pair<std::string_view, Reader>::first);
    if (found != readers.end()) return found->second(table, limits);
    std::vector<std::string> known;
    for (const auto& [text, reader] : readers) known.emplace_back(text);
    refuse_name(table, *name, "action", known);
    return std::nullopt;
}

std::optional<rules::Format> read_format(RuleTable& table, std::string_view key) {
    const auto name = table.text(key);
    if (!name) return std::nullopt;
    const auto format = rules::format_from_name(name->text);
    if (!format) refuse_name(table, *name, key, rules::format_names());
    return format;
}

}  // namespace shadowdiff::config
