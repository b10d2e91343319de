// SPDX-License-Identifier: Apache-2.0
#include "base/ascii.hpp"
#include "base/overload.hpp"
#include "diff/envelope.hpp"
#include "diff/excerpt.hpp"
#include "diff/json_diff.hpp"

#include <algorithm>
#include <string>

namespace shadowdiff::diff {

namespace {

using json::Document;
using normalise::Content;
using normalise::NoBody;
using normalise::Opaque;
using normalise::Undecodable;

std::string shown(const Content& content, std::size_t bytes_max) {
    return std::visit(
        Overload{[](const NoBody&) { return std::string{}; },
                 [&](const Document& document) { return bounded(document.source(0), bytes_max); },
                 [&](const Opaque& opaque) {
                     const auto text = excerpt(opaque.bytes, 0, bytes_max);
                     return opaque.note.empty() ? text : opaque.note + ": " + text;
                 },
                 [](const Undecodable& undecodable) { return undecodable.why; }},
        content);
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

}  // namespace

void compare_content(const normalise::Document& legacy, const normalise::Document& candidate,
                     const DiffLimits& limits, Collector& found) {
    const auto add = [&](Kind kind) {
        found.add("body", kind, Severity::high, shown(legacy.content, limits.value_bytes_max),
                  shown(candidate.content, limits.value_bytes_max));
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
