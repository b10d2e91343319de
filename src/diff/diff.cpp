// SPDX-License-Identifier: Apache-2.0
#include "diff/diff.hpp"

#include "diff/collector.hpp"
#include "diff/envelope.hpp"
#include "diff/refine.hpp"

#include <string>

namespace shadowdiff::diff {

namespace {

using normalise::NoBody;

/// Which of two server errors it was, and whether nothing was said with 200 or with 204, matters
/// less to a client than every other change of status does.
Severity status_severity(const normalise::Document& legacy, const normalise::Document& candidate) {
    const bool both_server_errors = legacy.status / 100 == 5 && candidate.status / 100 == 5;
    const auto is_empty_success = [](const normalise::Document& document) {
        return (document.status == 200 || document.status == 204) &&
               std::holds_alternative<NoBody>(document.content);
    };
    const bool both_empty = is_empty_success(legacy) && is_empty_success(candidate);
    return both_server_errors || both_empty ? Severity::medium : Severity::high;
}

}  // namespace

Differences diff(const normalise::Document& legacy, const normalise::Document& candidate,
                 const DiffLimits& limits, rules::ScopedRules* rules) {
    Collector found{limits, rules};
    if (legacy.status != candidate.status) {
        const bool ignored_range = legacy.status == 206 && candidate.status == 200;
        const auto severity = status_severity(legacy, candidate);
        found.add("status",
                  {Kind::changed, severity, ignored_range ? Hint::range_ignored : Hint::none},
                  std::to_string(legacy.status), std::to_string(candidate.status));
    }
    compare_fields(legacy, candidate, found);
    compare_cookies(legacy, candidate, found);
    compare_content(legacy, candidate, limits, found);
    auto differences = found.take();
    refine(differences, legacy, candidate);
    return differences;
}

}  // namespace shadowdiff::diff
