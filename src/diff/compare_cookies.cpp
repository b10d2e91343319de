// SPDX-License-Identifier: Apache-2.0
#include "diff/envelope.hpp"
#include "normalise/shape.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <string>

namespace shadowdiff::diff {

namespace {

using normalise::Cookie;
using CookieRun = std::span<const Cookie>;  // all cookies of one name

std::string path_of(const Cookie& cookie) { return "cookies." + cookie.name; }

CookieRun take_name(CookieRun& rest, const std::string& name) {
    const auto end =
        std::ranges::find_if(rest, [&](const auto& cookie) { return cookie.name != name; });
    const auto taken = rest.first(static_cast<std::size_t>(end - rest.begin()));
    rest = rest.subspan(taken.size());
    return taken;
}

/// Without them a cookie is sent where legacy did not let it go.
bool protects(std::string_view attribute) {
    static constexpr std::array protections{
        std::string_view{"secure"}, std::string_view{"httponly"}, std::string_view{"samesite"}};
    return std::ranges::find(protections, attribute) != protections.end();
}

/// SameSite=None, or what browsers take for Lax, where legacy was stricter.
Severity changed_severity(const http::Field& legacy, std::string_view candidate) {
    static constexpr std::array strictest_first{std::string_view{"strict"},
                                                std::string_view{"lax"}};
    if (legacy.name != "samesite") return Severity::medium;
    const auto* before = std::ranges::find(strictest_first, legacy.value);
    const auto* after = std::ranges::find(strictest_first, candidate);
    return after > before ? Severity::high : Severity::medium;
}

void compare_attributes(const Cookie& legacy, const Cookie& candidate, Collector& found) {
    const auto path = [&](const http::Field& attribute) {
        return path_of(legacy) + "." + attribute.name;
    };
    for (const auto& attribute : legacy.attributes) {
        const auto other = http::value_of(candidate.attributes, attribute.name);
        if (!other) {
            const auto severity = protects(attribute.name) ? Severity::high : Severity::medium;
            found.add(path(attribute), Kind::missing, severity, attribute.value, "");
        } else if (attribute.value != *other) {
            found.add(path(attribute), Kind::changed, changed_severity(attribute, *other),
                      attribute.value, *other);
        }
    }
    for (const auto& attribute : candidate.attributes) {
        if (http::find(legacy.attributes, attribute.name) != nullptr) continue;
        found.add(path(attribute), Kind::added, Severity::medium, "", attribute.value);
    }
}

void compare_cookie(const Cookie& legacy, const Cookie& candidate, Collector& found) {
    const bool both_minted = normalise::looks_minted(legacy.value) &&
                             normalise::looks_minted(candidate.value) &&
                             normalise::same_shape(legacy.value, candidate.value);
    if (legacy.value != candidate.value && !both_minted) {
        found.add(path_of(legacy), Kind::changed, Severity::medium, legacy.value, candidate.value);
    }
    compare_attributes(legacy, candidate, found);
}

void compare_name(CookieRun legacy, CookieRun candidate, Collector& found) {
    const auto both = std::min(legacy.size(), candidate.size());
    for (std::size_t i = 0; i < both; ++i) compare_cookie(legacy[i], candidate[i], found);
    for (const auto& cookie : legacy.subspan(both)) {
        found.add(path_of(cookie), Kind::missing, Severity::high, cookie.value, "");
    }
    for (const auto& cookie : candidate.subspan(both)) {
        found.add(path_of(cookie), Kind::added, Severity::low, "", cookie.value);
    }
}

}  // namespace

void compare_cookies(const normalise::Document& legacy, const normalise::Document& candidate,
                     Collector& found) {
    CookieRun legacy_rest{legacy.cookies};
    CookieRun candidate_rest{candidate.cookies};
    while (!legacy_rest.empty() || !candidate_rest.empty()) {
        const bool from_legacy =
            candidate_rest.empty() ||
            (!legacy_rest.empty() && legacy_rest.front().name <= candidate_rest.front().name);
        const auto name = from_legacy ? legacy_rest.front().name : candidate_rest.front().name;
        const auto in_legacy = take_name(legacy_rest, name);
        compare_name(in_legacy, take_name(candidate_rest, name), found);
    }
}

}  // namespace shadowdiff::diff
