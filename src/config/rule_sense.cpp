// SPDX-License-Identifier: Apache-2.0
#include "config/rule_sense.hpp"

#include "normalise/fields.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string_view>

namespace shadowdiff::config {
namespace {

using rules::Action;
using rules::Format;

template <class... Actions>
bool is_one_of(const Action& action) {
    return (std::holds_alternative<Actions>(action) || ...);
}

bool is_of_array(const Action& action) { return is_one_of<rules::Unordered, rules::Key>(action); }

bool is_of_tree(const rules::RulePath& path) {
    return std::holds_alternative<json::Query>(path.place);
}

bool are_of_trees(const rules::Rule& rule) { return std::ranges::all_of(rule.paths, is_of_tree); }

/// A slice that is empty whatever the array is.
bool is_empty_slice(const json::Selector& selector) {
    const auto* slice = std::get_if<json::SliceSelector>(&selector);
    constexpr std::int64_t length = 1 << 20;
    return slice != nullptr && (slice->step == 0 || (slice->start == slice->end && slice->start)) &&
           json::bounds(*slice, length).count == 0;
}

std::string why_dead_field(std::string_view name) {
    if (name == "*") return "";
    if (name.contains('*')) return "* stands for a whole name only: headers.*";
    if (name == "set-cookie") return "cookies are compared one by one: cookies.NAME, cookies.*";
    // Of an answer to HEAD the length is all that there is.
    const bool is_transport = normalise::class_of(name) == normalise::FieldClass::transport;
    if (!is_transport || name == "content-length") return "";
    return "the field is of the connection, and never compared";
}

/// What values must be before an action can do anything for them.
enum class Needs : std::uint8_t { anything, numbers, texts, times };

Needs needs_of(const Action& action) {
    if (is_one_of<rules::Tolerance, rules::Round>(action)) return Needs::numbers;
    if (is_one_of<rules::TimeWindow>(action)) return Needs::times;
    const bool is_text =
        is_one_of<rules::Replace, rules::MapHost, rules::IgnoreCase, rules::IgnoreWhitespace>(
            action);
    return is_text ? Needs::texts : Needs::anything;
}

/// Forms of which a text has one and no other.
bool is_exact_form(Format format) {
    switch (format) {
        case Format::uuid:
        case Format::ulid:
        case Format::iso8601:
        case Format::http_date:
        case Format::duration:
        case Format::jwt:
        case Format::url: return true;
        case Format::text:
        case Format::number:
        case Format::integer:
        case Format::boolean:
        case Format::hex:
        case Format::date:
        case Format::epoch_s:
        case Format::epoch_ms:
        case Format::epoch_us:
        case Format::token: return false;
    }
    return false;
}

bool is_numeric(Format format) { return format == Format::number || format == Format::integer; }

bool is_epoch(Format format) {
    return format == Format::epoch_s || format == Format::epoch_ms || format == Format::epoch_us;
}

/// False where no value has both formats.
bool can_be_both(Format one, Format other, bool is_in_tree) {
    if (one == other) return true;
    const auto either = [&](const auto& is) { return is(one) || is(other); };
    const auto both = [&](const auto& is) { return is(one) && is(other); };
    if (either([](Format format) { return format == Format::boolean; })) return false;
    if (both(is_exact_form) || both(is_epoch)) return false;
    if (either(is_exact_form) && either(is_numeric)) return false;
    const auto is_text = [](Format format) { return format == Format::text; };
    return !is_in_tree || !either(is_text) || !either(is_numeric);
}

/// False where no value of that format is what the action works on.
bool can_serve(Format guard, const rules::Rule& rule) {
    const bool is_in_tree = are_of_trees(rule);
    if (const auto* same = std::get_if<rules::SameFormat>(&rule.action)) {
        return can_be_both(guard, same->format, is_in_tree);
    }
    switch (needs_of(rule.action)) {
        case Needs::anything: return true;
        case Needs::numbers: return can_be_both(guard, Format::number, is_in_tree);
        case Needs::texts: return can_be_both(guard, Format::text, is_in_tree);
        case Needs::times:
            return guard != Format::boolean && guard != Format::uuid && guard != Format::ulid &&
                   guard != Format::jwt && guard != Format::url && guard != Format::duration;
    }
    return true;
}

bool has_no_body(std::string_view status) {
    return status.starts_with('1') || status == "204" || status == "304";
}

}  // namespace

std::string why_dead(const rules::RulePath& path) {
    if (const auto* envelope = std::get_if<rules::EnvelopePlace>(&path.place)) {
        constexpr std::string_view headers = "headers.";
        const std::string_view place{envelope->path};
        return place.starts_with(headers) ? why_dead_field(place.substr(headers.size())) : "";
    }
    const auto& segments = std::get<json::Query>(path.place).segments;
    const bool is_dead = std::ranges::any_of(segments, [](const json::Segment& segment) {
        return std::ranges::all_of(segment.selectors, is_empty_slice);
    });
    return is_dead ? "selects nothing, ever" : "";
}

std::string why_no_work(const Action& action, const rules::RulePath& path) {
    if (is_of_tree(path)) return "";
    if (is_of_array(action)) return fmt::format("{} is for lists in bodies", name(action));
    if (is_one_of<rules::NullEqualsAbsent>(action)) return "there is no null outside of bodies";
    if (path.text != "body" || is_one_of<rules::Ignore, rules::Compare>(action)) return "";
    return fmt::format("a body without a tree is compared whole: ignore, not {}", name(action));
}

std::string why_guarded_away(const rules::Rule& rule) {
    if (!rule.when) return "";
    if (is_of_array(rule.action)) return fmt::format("when does not go with {}", name(rule.action));
    if (is_one_of<rules::NullEqualsAbsent>(rule.action)) {
        return "when asks for two values, and null_equals_absent is for one";
    }
    const bool is_of_body = std::ranges::any_of(
        rule.paths, [](const rules::RulePath& path) { return path.text == "body"; });
    if (is_of_body) return "a body without a tree has no format";
    if (can_serve(*rule.when, rule)) return "";
    return fmt::format("no {} is anything that {} works on", name(*rule.when), name(rule.action));
}

std::string why_no_shape(const rules::Rule& rule) {
    const bool has_values =
        !is_of_array(rule.action) &&
        !is_one_of<rules::Ignore, rules::Compare, rules::NullEqualsAbsent>(rule.action);
    if (!rule.keep_shape || has_values) return "";
    return fmt::format("keep_shape does not go with {}", name(rule.action));
}

std::string why_no_body(const rules::Rule& rule) {
    if (rule.paths.empty() || !are_of_trees(rule)) return "";
    const auto& [routes, hosts, methods, statuses, headers] = rule.scope;
    if (!statuses.empty() && std::ranges::all_of(statuses, has_no_body)) {
        return fmt::format("answers with status {} have no body", statuses.front());
    }
    const bool is_head = !methods.empty() && std::ranges::all_of(methods, [](const auto& method) {
        return method == "HEAD";
    });
    return is_head ? "answers to HEAD have no body" : "";
}

}  // namespace shadowdiff::config
