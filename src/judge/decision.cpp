// SPDX-License-Identifier: Apache-2.0
#include "judge/decision.hpp"

#include <charconv>
#include <chrono>

namespace shadowdiff::judge {

// On the day it expires it still holds.
bool excuses(const FindingDecision& decision, const Day& on, diff::Severity severity) {
    return decision.as != DecidedAs::to_fix && !is_graver(decision, severity) &&
           (decision.expires.empty() || on <= decision.expires);
}

bool is_graver(const FindingDecision& decision, diff::Severity severity) {
    return decision.severity && severity > *decision.severity;
}

std::string_view name(DecidedAs as) {
    switch (as) {
        case DecidedAs::legacy_bug: return "legacy-bug";
        case DecidedAs::intended: return "intended";
        case DecidedAs::to_fix: return "to-fix";
    }
    return "";
}

std::optional<DecidedAs> decided_as_from_name(std::string_view text) {
    for (const auto as : {DecidedAs::legacy_bug, DecidedAs::intended, DecidedAs::to_fix}) {
        if (name(as) == text) return as;
    }
    return std::nullopt;
}

bool is_day(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
    const auto number = [&](std::size_t at, std::size_t digits) {
        int value = -1;
        const auto* end = text.data() + at + digits;
        return std::from_chars(text.data() + at, end, value).ptr == end ? value : -1;
    };
    const std::chrono::year_month_day day{std::chrono::year{number(0, 4)},
                                          std::chrono::month{static_cast<unsigned>(number(5, 2))},
                                          std::chrono::day{static_cast<unsigned>(number(8, 2))}};
    return number(0, 4) >= 0 && number(5, 2) >= 0 && number(8, 2) >= 0 && day.ok();
}

}  // namespace shadowdiff::judge
