// SPDX-License-Identifier: Apache-2.0
#include "diff/difference.hpp"

#include <array>

namespace shadowdiff::diff {

namespace {

constexpr std::array kinds{Kind::missing,   Kind::added,          Kind::changed,   Kind::retyped,
                           Kind::reordered, Kind::representation, Kind::unanswered};
static_assert(kinds.size() == kind_count);

constexpr std::array severities{Severity::none, Severity::low, Severity::medium, Severity::high};

template <class Values>
auto from_name(const Values& values, std::string_view text)
    -> std::optional<typename Values::value_type> {
    for (const auto value : values) {
        if (name(value) == text) return value;
    }
    return std::nullopt;
}

}  // namespace

std::string_view name(Kind kind) {
    switch (kind) {
        case Kind::missing: return "missing";
        case Kind::added: return "added";
        case Kind::changed: return "changed";
        case Kind::retyped: return "retyped";
        case Kind::reordered: return "reordered";
        case Kind::representation: return "representation";
        case Kind::unanswered: return "unanswered";
    }
    return "";
}

std::string_view name(Severity severity) {
    switch (severity) {
        case Severity::none: return "none";
        case Severity::low: return "low";
        case Severity::medium: return "medium";
        case Severity::high: return "high";
    }
    return "";
}

std::optional<Kind> kind_from_name(std::string_view text) { return from_name(kinds, text); }

std::optional<Severity> severity_from_name(std::string_view text) {
    return from_name(severities, text);
}

}  // namespace shadowdiff::diff
