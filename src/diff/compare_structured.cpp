// SPDX-License-Identifier: Apache-2.0
#include "diff/compare_structured.hpp"

#include "diff/json/json_diff.hpp"

namespace shadowdiff::diff {

namespace {

using normalise::Structured;

/// In these another spelling of the same tree is worth telling; in markup nobody cares.
bool tells_spelling(normalise::Format format) {
    return format == normalise::Format::csv || format == normalise::Format::text;
}

}  // namespace

TreeComparison compare_trees(const Structured& legacy, const Structured& candidate,
                             const DiffLimits& limits, Collector& found) {
    const auto in_legacy = normalise::to_tree(legacy);
    const auto in_candidate = normalise::to_tree(candidate);
    if (in_legacy && in_candidate) {
        const auto before = found.count() + found.set_aside_count();
        compare_json(*in_legacy, *in_candidate, limits, found);
        const bool is_same_tree = found.count() + found.set_aside_count() == before;
        if (is_same_tree && tells_spelling(legacy.format)) {
            // Other line ends, quotes, or white space at the end of the body.
            found.add("body", {Kind::representation, Severity::none, Hint::line_ends}, "", "");
        }
        return {};
    }
    TreeComparison comparison;
    comparison.outcome =
        in_legacy || in_candidate ? TreeOutcome::one_unreadable : TreeOutcome::both_unreadable;
    if (!in_legacy) comparison.legacy_why = in_legacy.error().why;
    if (!in_candidate) comparison.candidate_why = in_candidate.error().why;
    const bool is_beyond_limit = (!in_legacy && in_legacy.error().is_beyond_limit) ||
                                 (!in_candidate && in_candidate.error().is_beyond_limit);
    if (is_beyond_limit) comparison.outcome = TreeOutcome::beyond_limit;
    return comparison;
}

void compare_lines(ByteView legacy, ByteView candidate, const DiffLimits& limits,
                   Collector& found) {
    // Lines are a form that every text has.
    compare_trees({normalise::Format::text, Bytes{legacy}, ""},
                  {normalise::Format::text, Bytes{candidate}, ""}, limits, found);
}

}  // namespace shadowdiff::diff
