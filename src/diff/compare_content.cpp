// SPDX-License-Identifier: Apache-2.0
#include "base/ascii.hpp"
#include "base/hash.hpp"
#include "base/overload.hpp"
#include "diff/envelope.hpp"
#include "diff/excerpt.hpp"
#include "diff/json_diff.hpp"

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
                 [](const Undecodable& undecodable) { return undecodable.why; },
                 [&](const Digested&) { return shown(document.measure); }},
        document.content);
}

bool has_text_type(const normalise::Document& document) {
    return ascii::lower_case(document.content_type).starts_with("text/");
}

void compare_bytes(const normalise::Document& legacy, const Opaque& in_legacy,
                   const normalise::Document& candidate, const Opaque& in_candidate,
                   const DiffLimits& limits, Collector& found) {
    if (in_legacy.bytes == in_candidate.bytes) return;
    const bool both_text = (is_text(in_legacy.bytes) && is_text(in_candidate.bytes)) ||
                           (has_text_type(legacy) && has_text_type(candidate));
    // Text that should have been JSON is no text to be lenient with.
    const bool claimed_more = !in_legacy.note.empty() || !in_candidate.note.empty();
    const auto differ = std::ranges::mismatch(in_legacy.bytes, in_candidate.bytes);
    const auto offset = static_cast<std::size_t>(differ.in1 - in_legacy.bytes.begin());
    found.add("body", Kind::changed, both_text && !claimed_more ? Severity::medium : Severity::high,
              excerpt(in_legacy.bytes, offset, limits.value_bytes_max),
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
    if (!found.admits(hash128("body").low, Kind::changed, severity)) return;
    found.add({.path = "body",
               .pattern = "body",
               .kind = Kind::changed,
               .severity = severity,
               .legacy = shown(in_legacy),
               .candidate = shown(in_candidate),
               .basis = both_decoded ? Basis::digests : Basis::undecided});
}

bool is_digested(const Content& content) { return std::holds_alternative<Digested>(content); }
bool is_none(const Content& content) { return std::holds_alternative<NoBody>(content); }

}  // namespace

void compare_content(const normalise::Document& legacy, const normalise::Document& candidate,
                     const DiffLimits& limits, Collector& found) {
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
        [&](const Undecodable& in_legacy, const Undecodable& in_candidate) {
            if (in_legacy.bytes != in_candidate.bytes) add(Kind::changed);
        },
        [&](const auto&, const auto&) { add(Kind::retyped); },
    };
    std::visit(compare, legacy.content, candidate.content);
}

}  // namespace shadowdiff::diff
