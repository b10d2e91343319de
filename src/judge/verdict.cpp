// SPDX-License-Identifier: Apache-2.0
#include "judge/verdict.hpp"

namespace shadowdiff::judge {

std::string_view name(Verdict verdict) {
    switch (verdict) {
        case Verdict::match: return "match";
        case Verdict::equivalent: return "equivalent";
        case Verdict::noise: return "noise";
        case Verdict::drift: return "drift";
        case Verdict::mismatch: return "mismatch";
        case Verdict::legacy_error: return "legacy_error";
        case Verdict::both_error: return "both_error";
        case Verdict::uncomparable: return "uncomparable";
        case Verdict::excluded: return "excluded";
        case Verdict::dropped: return "dropped";
    }
    return "";
}

std::string_view name(Standing standing) {
    switch (standing) {
        case Standing::finding: return "finding";
        case Standing::noise: return "noise";
        case Standing::drift: return "drift";
        case Standing::representation: return "representation";
    }
    return "";
}

std::optional<Verdict> verdict_from_name(std::string_view text) {
    for (std::size_t i = 0; i < verdict_count; ++i) {
        const auto verdict = static_cast<Verdict>(i);
        if (name(verdict) == text) return verdict;
    }
    return std::nullopt;
}

}  // namespace shadowdiff::judge
