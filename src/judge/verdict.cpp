// SPDX-License-Identifier: Apache-2.0
#include "judge/verdict.hpp"

#include <algorithm>

namespace shadowdiff::judge {
namespace {

bool has(const std::vector<JudgedDifference>& differences, Standing standing) {
    return std::ranges::count(differences, standing, &JudgedDifference::standing) > 0;
}

}  // namespace

Verdict verdict_of(const std::vector<JudgedDifference>& differences) {
    if (has(differences, Standing::finding)) return Verdict::mismatch;
    if (has(differences, Standing::drift)) return Verdict::drift;
    if (has(differences, Standing::noise)) return Verdict::noise;
    return differences.empty() ? Verdict::match : Verdict::equivalent;
}

diff::Severity severity_of(const std::vector<JudgedDifference>& differences) {
    auto highest = diff::Severity::none;
    for (const auto& judged : differences) {
        if (judged.standing != Standing::finding) continue;
        highest = std::max(highest, judged.difference.severity);
    }
    return highest;
}

const JudgedDifference& gravest_finding(const Judgement& judgement) {
    return *std::ranges::find_if(judgement.differences, [&](const auto& judged) {
        return judged.standing == Standing::finding &&
               judged.difference.severity == judgement.severity;
    });
}

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

std::optional<Standing> standing_from_name(std::string_view text) {
    for (const auto standing :
         {Standing::finding, Standing::noise, Standing::drift, Standing::representation}) {
        if (name(standing) == text) return standing;
    }
    return std::nullopt;
}

}  // namespace shadowdiff::judge
