// SPDX-License-Identifier: Apache-2.0
#include "base/ascii.hpp"
#include "base/overload.hpp"
#include "diff/compare_structured.hpp"
#include "diff/envelope.hpp"
#include "diff/excerpt.hpp"
#include "diff/json/json_diff.hpp"
#include "diff/meaning/file_metadata.hpp"
#include "diff/meaning/meaning.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>

namespace shadowdiff::diff {

namespace {

using json::Document;
using normalise::Content;
using normalise::Digested;
using normalise::NoBody;
using normalise::Opaque;
using normalise::Structured;
using normalise::Undecodable;

// No digest: it would tell who has a guess of the body whether it is right.
std::string shown(const normalise::Measure& measure) {
    if (!measure.decoded)
        return fmt::format("{} bytes as sent, not decoded", measure.as_sent.length);
    return fmt::format("{} bytes, compared by digest", measure.decoded->length);
}

std::string shown(const normalise::Document& document, std::size_t bytes_max) {
    return std::visit(
        Overload{[](const NoBody&) { return std::string{}; },
                 [&](const Document& json) { return bounded(json.source(0), bytes_max); },
                 [&](const Opaque& opaque) {
                     const auto text = excerpt(opaque.bytes, 0, bytes_max);
                     return opaque.note.empty() ? text : opaque.note + ": " + text;
                 },
                 [&](const Structured& body) { return excerpt(body.bytes, 0, bytes_max); },
                 [](const Undecodable& undecodable) { return undecodable.why; },
                 [&](const Digested&) { return shown(document.measure); }},
        document.content);
}

bool has_text_type(const normalise::Document& document) {
    return ascii::lower_case(document.content_type).starts_with("text/");
}

bool claims_binary(const normalise::Document& document) {
    return normalise::claimed_format(document.content_type) == normalise::Format::binary;
}

/// More than one line, the end of the only one not counted.
bool has_lines(ByteView text) {
    const auto end = text.find('\n');
    return end != ByteView::npos && end + 1 < text.size();
}

Meaning bytes_meaning(const Meaning& said, ByteView legacy, ByteView candidate) {
    if (differ_in_metadata_only(legacy, candidate)) {
        return {said.kind, said.severity, Hint::metadata_only};
    }
    if (ascii::trimmed(legacy) == ascii::trimmed(candidate) && is_text(legacy)) {
        return {Kind::representation, Severity::none, Hint::line_ends};
    }
    return said;
}

void compare_bytes(const normalise::Document& legacy, const Opaque& in_legacy,
                   const normalise::Document& candidate, const Opaque& in_candidate,
                   const DiffLimits& limits, Collector& found) {
    if (in_legacy.bytes == in_candidate.bytes) return;
    const bool one_is_text = is_text(in_legacy.bytes);
    const bool other_is_text = is_text(in_candidate.bytes);
    const bool both_text = one_is_text == other_is_text &&
                           (one_is_text || (has_text_type(legacy) && has_text_type(candidate)));
    // Text that should have been JSON is no text to be lenient with.
    const bool claimed_more = !in_legacy.note.empty() || !in_candidate.note.empty();
    const bool leaks = has_stack_trace(in_candidate.bytes) && !has_stack_trace(in_legacy.bytes);
    if (one_is_text && other_is_text && !claimed_more && !leaks && !claims_binary(legacy) &&
        (has_lines(in_legacy.bytes) || has_lines(in_candidate.bytes))) {
        return compare_lines(in_legacy.bytes, in_candidate.bytes, limits, found);
    }
    const auto differ = std::ranges::mismatch(in_legacy.bytes, in_candidate.bytes);
    const auto offset = static_cast<std::size_t>(differ.in1 - in_legacy.bytes.begin());
    const Meaning said{.severity = both_text && !claimed_more ? Severity::medium : Severity::high};
    const auto meaning = leaks ? Meaning{Kind::changed, Severity::high, Hint::stack_trace}
                               : bytes_meaning(said, in_legacy.bytes, in_candidate.bytes);
    found.add("body", meaning, excerpt(in_legacy.bytes, offset, limits.value_bytes_max),
              excerpt(in_candidate.bytes, offset, limits.value_bytes_max));
}

bool has_same_bytes(const normalise::Document& legacy, const normalise::Document& candidate) {
    return legacy.measure.as_sent == candidate.measure.as_sent && legacy.coding == candidate.coding;
}

/// At least one of the bodies is known by its measure alone.
void compare_measures(const normalise::Document& legacy, const normalise::Document& candidate,
                      Collector& found) {
    const auto& in_legacy = legacy.measure;
    const auto& in_candidate = candidate.measure;
    const bool both_decoded = in_legacy.decoded && in_candidate.decoded;
    if (has_same_bytes(legacy, candidate)) return;
    if (both_decoded && in_legacy.decoded == in_candidate.decoded) return;
    const bool both_text = has_text_type(legacy) && has_text_type(candidate);
    const auto severity = both_text ? Severity::medium : Severity::high;
    found.report({.path = "body",
                  .pattern = {},
                  .kind = Kind::changed,
                  .severity = severity,
                  .legacy = shown(in_legacy),
                  .candidate = shown(in_candidate),
                  .basis = both_decoded ? Basis::digests : Basis::undecided},
                 false);
}

/// A form that only one side has is another kind of body; one that neither has is none.
void compare_structured(const normalise::Document& legacy, const Structured& in_legacy,
                        const normalise::Document& candidate, const Structured& in_candidate,
                        const DiffLimits& limits, Collector& found) {
    if (in_legacy.format == in_candidate.format && in_legacy.bytes == in_candidate.bytes &&
        in_legacy.json == in_candidate.json) {
        return;
    }
    const auto shown_as = [&](const Structured& body, std::string_view why) {
        const auto text = excerpt(body.bytes, 0, limits.value_bytes_max);
        return why.empty() ? text : fmt::format("no {} ({}): {}", name(body.format), why, text);
    };
    const auto add = [&](Kind kind, std::string_view legacy_why, std::string_view candidate_why) {
        found.add("body", kind, Severity::high, shown_as(in_legacy, legacy_why),
                  shown_as(in_candidate, candidate_why));
    };
    if (in_legacy.format != in_candidate.format) return add(Kind::retyped, "", "");
    const auto trees = compare_trees(in_legacy, in_candidate, limits, found);
    switch (trees.outcome) {
        case TreeOutcome::compared: return;
        case TreeOutcome::beyond_limit: return compare_measures(legacy, candidate, found);
        case TreeOutcome::one_unreadable:
            return add(Kind::retyped, trees.legacy_why, trees.candidate_why);
        case TreeOutcome::both_unreadable:
            return add(Kind::changed, trees.legacy_why, trees.candidate_why);
    }
}

/// What stands before or around the body itself.
void compare_wrapping(const normalise::Document& legacy, const normalise::Document& candidate,
                      Collector& found) {
    const auto add = [&](std::string_view path, Severity severity, Hint hint,
                         std::string_view in_legacy, std::string_view in_candidate) {
        if (in_legacy == in_candidate) return;
        const auto kind = in_legacy.empty()      ? Kind::added
                          : in_candidate.empty() ? Kind::missing
                                                 : Kind::changed;
        found.add(std::string{path}, {kind, severity, hint}, in_legacy, in_candidate);
    };
    const auto mark = [](const normalise::Document& document) {
        return document.has_mark ? std::string_view{"(present)"} : std::string_view{};
    };
    add("body.byte-order-mark", Severity::medium, Hint::byte_order_mark, mark(legacy),
        mark(candidate));
    add("body.guard", Severity::high, Hint::json_guard, legacy.guard, candidate.guard);
}

bool is_digested(const Content& content) { return std::holds_alternative<Digested>(content); }
bool is_none(const Content& content) { return std::holds_alternative<NoBody>(content); }

}  // namespace

void compare_content(const normalise::Document& legacy, const normalise::Document& candidate,
                     const DiffLimits& limits, Collector& found) {
    compare_wrapping(legacy, candidate, found);
    const bool any_digested = is_digested(legacy.content) || is_digested(candidate.content);
    if (any_digested && !is_none(legacy.content) && !is_none(candidate.content)) {
        return compare_measures(legacy, candidate, found);
    }
    const auto add = [&](Kind kind) {
        found.add("body", kind, Severity::high, shown(legacy, limits.value_bytes_max),
                  shown(candidate, limits.value_bytes_max));
    };
    const auto compare = Overload{
        [](const NoBody&, const NoBody&) {},
        [&](const NoBody&, const auto&) { add(Kind::added); },
        [&](const auto&, const NoBody&) { add(Kind::missing); },
        [&](const Document& in_legacy, const Document& in_candidate) {
            compare_json(in_legacy, in_candidate, limits, found);
        },
        [&](const Opaque& in_legacy, const Opaque& in_candidate) {
            compare_bytes(legacy, in_legacy, candidate, in_candidate, limits, found);
        },
        [&](const Structured& in_legacy, const Structured& in_candidate) {
            compare_structured(legacy, in_legacy, candidate, in_candidate, limits, found);
        },
        [&](const Undecodable& in_legacy, const Undecodable& in_candidate) {
            if (in_legacy.bytes != in_candidate.bytes) add(Kind::changed);
        },
        [&](const auto&, const auto&) { add(Kind::retyped); },
    };
    std::visit(compare, legacy.content, candidate.content);
}

}  // namespace shadowdiff::diff
