// SPDX-License-Identifier: Apache-2.0
#include "reports/never_asked.hpp"

#include "base/limits.hpp"
#include "reports/wording.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <map>
#include <string_view>
#include <utility>

namespace shadowdiff::reports {
namespace {

constexpr std::string_view routes_beyond = "(other)";  // those beyond the bound of a run

enum class Asked : std::uint8_t { no, maybe, yes };

// "GET shop.test/users/{id}" as its method and the parts of its path.
struct Parts {
    std::string_view method;
    std::vector<std::string_view> segments;
};

Parts parts_of(std::string_view route) {
    Parts parts;
    parts.method = route.substr(0, route.find(' '));
    const auto slash = std::min(route.find('/'), route.size());
    auto path = route.substr(slash, route.find('#', slash) - slash);
    while (path.starts_with('/')) {
        path.remove_prefix(1);
        const auto end = std::min(path.find('/'), path.size());
        parts.segments.push_back(path.substr(0, end));
        path.remove_prefix(end);
    }
    return parts;
}

// What stands around the variable of a part: "{name}.pdf" has "" and ".pdf".
bool holds(std::string_view declared, std::string_view text) {
    const auto open = declared.find('{');
    const auto close = declared.rfind('}');
    if (open == std::string_view::npos || close == std::string_view::npos || close < open) {
        return declared == text;
    }
    const auto before = declared.substr(0, open);
    const auto after = declared.substr(close + 1);
    return text.size() > before.size() + after.size() && text.starts_with(before) &&
           text.ends_with(after);
}

bool is_variable(std::string_view segment) { return segment.find('{') != std::string_view::npos; }

// Whether requests of the route `seen` were for what was declared.
Asked was_asked(const Parts& declared, const Parts& seen) {
    if (declared.method != seen.method || declared.segments.size() != seen.segments.size()) {
        return Asked::no;
    }
    auto asked = Asked::yes;
    for (std::size_t i = 0; i < seen.segments.size(); ++i) {
        if (holds(declared.segments[i], seen.segments[i])) continue;
        if (!is_variable(seen.segments[i])) return Asked::no;
        asked = Asked::maybe;
    }
    return asked;
}

// As routers try them: words before variables, from the left.
bool is_more_specific(const Parts& one, const Parts& other) {
    return std::ranges::lexicographical_compare(one.segments, other.segments, {}, is_variable,
                                                is_variable);
}

class Declared {
public:
    explicit Declared(const ApiPlaces& places) {
        for (const auto& [route, line] : places.lines) {
            auto parts = parts_of(route);
            const auto key = std::pair{parts.method, parts.segments.size()};
            by_shape_[key].push_back({route, std::move(parts)});
        }
    }

    // Of all that were declared and could have taken it, the one that stands first in a router did.
    void note_seen(std::string_view route) {
        const auto seen = parts_of(route);
        const auto alike = by_shape_.find({seen.method, seen.segments.size()});
        if (alike == by_shape_.end()) return;
        One* taken = nullptr;
        for (One& one : alike->second) {
            const auto asked = was_asked(one.parts, seen);
            if (asked == Asked::maybe) one.asked = std::max(one.asked, asked);
            const bool is_first =
                asked == Asked::yes && (!taken || is_more_specific(one.parts, taken->parts));
            if (is_first) taken = &one;
        }
        if (taken) taken->asked = Asked::yes;
    }

    std::vector<std::string> that_were(Asked asked) const {
        std::vector<std::string> routes;
        for (const auto& [shape, alike] : by_shape_) {
            for (const One& one : alike) {
                if (one.asked == asked) routes.emplace_back(one.route);
            }
        }
        std::ranges::sort(routes);
        return routes;
    }

private:
    struct One {
        std::string_view route;
        Parts parts;
        Asked asked = Asked::no;
    };
    std::map<std::pair<std::string_view, std::size_t>, std::vector<One>> by_shape_;
};

std::string listed(std::vector<std::string> routes) {
    return some_of(std::move(routes), ReportLimits{}.names_max);
}

}  // namespace

// Of merged runs another may have asked for it, under its host or a pin.
std::vector<std::string> never_asked(const store::RunRows& rows) {
    ApiPlaces places;
    for (const auto& row : rows.routes) {
        if (row.origin == "openapi" && row.requests == 0) places.lines.emplace(row.route, 0);
    }
    Declared declared{places};
    for (const auto& row : rows.routes) {
        if (row.requests > 0) declared.note_seen(row.route);
    }
    return declared.that_were(Asked::no);
}

std::string never_asked_note(const Report& report) {
    if (report.never_asked.empty()) return "";
    return fmt::format("{} that the run's API description declares {} never asked: {}.",
                       counted(report.never_asked.size(), "route", "routes"),
                       report.never_asked.size() == 1 ? "was" : "were", listed(report.never_asked));
}

void compare_with(const ApiPlaces& places, Report& report) {
    if (places.lines.empty()) return;
    std::erase(report.not_verified, never_asked_note(report));
    Declared declared{places};
    bool is_more_than_listed = false;
    for (const RouteLine& line : report.routes) {
        is_more_than_listed |= line.route == routes_beyond;
        declared.note_seen(line.route);
    }
    report.never_asked = declared.that_were(Asked::no);
    auto unknown = declared.that_were(Asked::maybe);
    if (is_more_than_listed) {
        std::ranges::move(std::exchange(report.never_asked, {}), std::back_inserter(unknown));
        std::ranges::sort(unknown);
    }
    const auto n = report.never_asked.size();
    if (n > 0) {
        report.not_verified.push_back(
            fmt::format("{} that {} declares {} never asked: {}.",
                        counted_of(n, places.lines.size(), "route", "routes"), places.file,
                        n == 1 ? "was" : "were", listed(report.never_asked)));
    }
    if (!unknown.empty()) {
        report.not_verified.push_back(fmt::format(
            "Whether {} that {} declares {} asked, the run's own routes do not tell: {}.",
            counted(unknown.size(), "route", "routes"), places.file,
            unknown.size() == 1 ? "was" : "were", listed(unknown)));
    }
}

}  // namespace shadowdiff::reports
