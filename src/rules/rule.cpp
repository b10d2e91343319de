// SPDX-License-Identifier: Apache-2.0
#include "rules/rule.hpp"

#include "base/overload.hpp"

namespace shadowdiff::rules {

bool EnvelopePlace::matches(std::string_view path_of_difference) const {
    std::string_view mine{path};
    if (!mine.ends_with(".*")) return mine == path_of_difference;
    mine.remove_suffix(1);
    return path_of_difference.size() > mine.size() && path_of_difference.starts_with(mine);
}

std::string_view name(const Action& action) {
    return std::visit(Overload{
                          [](const Ignore&) { return "ignore"; },
                          [](const Compare&) { return "compare"; },
                          [](const Tolerance&) { return "tolerance"; },
                          [](const Round&) { return "round"; },
                          [](const Replace&) { return "replace"; },
                          [](const MapHost&) { return "map_host"; },
                          [](const NullEqualsAbsent&) { return "null_equals_absent"; },
                          [](const IgnoreCase&) { return "case"; },
                          [](const IgnoreWhitespace&) { return "whitespace"; },
                          [](const TimeWindow&) { return "time_window"; },
                          [](const SameFormat&) { return "format"; },
                          [](const Unordered&) { return "unordered"; },
                          [](const Key&) { return "key"; },
                      },
                      action);
}

std::size_t Scope::terms() const {
    return static_cast<std::size_t>(!routes.empty()) + static_cast<std::size_t>(!hosts.empty()) +
           static_cast<std::size_t>(!methods.empty()) +
           static_cast<std::size_t>(!statuses.empty()) + headers.size();
}

// Goes back to the last "*" only: linear times the number of them at worst.
bool matches_wildcard(std::string_view pattern, std::string_view text) {
    std::size_t p = 0;
    std::size_t t = 0;
    auto star = std::string_view::npos;
    std::size_t star_text = 0;
    while (t < text.size()) {
        if (p < pattern.size() && pattern[p] == '*') {
            star = p++;
            star_text = t;
        } else if (p < pattern.size() && pattern[p] == text[t]) {
            ++p;
            ++t;
        } else if (star != std::string_view::npos) {
            p = star + 1;
            t = ++star_text;
        } else {
            return false;
        }
    }
    return pattern.find_first_not_of('*', p) == std::string_view::npos;
}

}  // namespace shadowdiff::rules
