// SPDX-License-Identifier: Apache-2.0
#include "reports/value_words.hpp"

#include "base/escape.hpp"
#include "base/limits.hpp"
#include "diff/difference.hpp"
#include "reports/wording.hpp"

namespace shadowdiff::reports {
namespace {

std::string words_of(std::string_view value, std::string_view when_empty) {
    if (value.empty()) return std::string{when_empty};
    return printable(value, ReportLimits{}.value_bytes_max);
}

ValuePair pair_words(std::string_view kind, std::string_view legacy, std::string_view candidate,
                     std::string_view when_empty) {
    const bool added = kind == name(diff::Kind::added);
    const bool missing = kind == name(diff::Kind::missing);
    if (kind == name(diff::Kind::unanswered)) {
        return {words_of(legacy, "(an answer)"), words_of(candidate, "(no answer)")};
    }
    return {words_of(legacy, added     ? "(none)"
                             : missing ? "(present)"
                                       : when_empty),
            words_of(candidate, missing ? "(none)"
                                : added ? "(present)"
                                        : when_empty)};
}

}  // namespace

ValuePair value_words(std::string_view kind, std::string_view legacy, std::string_view candidate) {
    return pair_words(kind, legacy, candidate, "(empty)");
}

ValuePair value_words(const store::FindingRow& finding) {
    return pair_words(finding.kind, finding.example_legacy, finding.example_candidate,
                      finding.example_id.empty() ? "(not kept)" : "(empty)");
}

std::string kind_words(std::string_view kind, std::string_view hint) {
    if (hint.empty()) return printable(kind);
    return printable(kind) + " (" + printable(as_words(hint)) + ")";
}

}  // namespace shadowdiff::reports
