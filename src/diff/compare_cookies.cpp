// SPDX-License-Identifier: Apache-2.0
#include "diff/envelope.hpp"
#include "normalise/shape.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <string>
#include <vector>

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
Severity changed_severity(const normalise::NamedValue& legacy, std::string_view candidate) {
    static constexpr std::array strictest_first{std::string_view{"strict"},
                                                std::string_view{"lax"}};
    if (legacy.name != "samesite") return Severity::medium;
    const auto* before = std::ranges::find(strictest_first, legacy.value);
    const auto* after = std::ranges::find(strictest_first, candidate);
    return after > before ? Severity::high : Severity::medium;
}

const normalise::NamedValue* find(const normalise::NamedValues& attributes, std::string_view name) {
    const auto found = std::ranges::find(attributes, name, &normalise::NamedValue::name);
    return found == attributes.end() ? nullptr : &*found;
}

void compare_attributes(const Cookie& legacy, const Cookie& candidate, Collector& found) {
    const auto path = [&](const normalise::NamedValue& attribute) {
        return path_of(legacy) + "." + attribute.name;
    };
    for (const auto& attribute : legacy.attributes) {
        const auto* other = find(candidate.attributes, attribute.name);
        if (other == nullptr) {
            const auto severity = protects(attribute.name) ? Severity::high : Severity::medium;
            found.add(path(attribute), Kind::missing, severity, attribute.value, "");
        } else if (attribute.value != other->value) {
            found.add(path(attribute), Kind::changed, changed_severity(attribute, other->value),
                      attribute.value, other->value);
        }
    }
    for (const auto& attribute : candidate.attributes) {
        if (find(legacy.attributes, attribute.name) != nullptr) continue;
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

using Cookies = std::vector<const Cookie*>;

bool is_one_place(const Cookie& one, const Cookie& other) {
    return std::ranges::all_of(std::array{"domain", "path"}, [&](const char* attribute) {
        const auto* in_one = find(one.attributes, attribute);
        const auto* in_other = find(other.attributes, attribute);
        return in_one && in_other ? *in_one == *in_other : in_one == in_other;
    });
}

/// A later cookie of one name, domain and path takes the place of an earlier one (RFC 6265, section
/// 5.3), so that only the last is ever sent back.
struct Kept {
    Cookies last;
    Cookies replaced;
};

Kept kept_of(CookieRun cookies) {
    Kept kept;
    for (auto rest = cookies; !rest.empty(); rest = rest.subspan(1)) {
        const auto& cookie = rest.front();
        const bool is_replaced = std::ranges::any_of(
            rest.subspan(1), [&](const Cookie& later) { return is_one_place(cookie, later); });
        (is_replaced ? kept.replaced : kept.last).push_back(&cookie);
    }
    return kept;
}

/// Those of one place are compared and taken out.
void compare_places(Cookies& legacy, Cookies& candidate, Collector& found) {
    std::erase_if(legacy, [&](const Cookie* cookie) {
        const auto other = std::ranges::find_if(
            candidate, [&](const Cookie* each) { return is_one_place(*cookie, *each); });
        if (other == candidate.end()) return false;
        compare_cookie(*cookie, **other, found);
        candidate.erase(other);
        return true;
    });
}

void tell_surplus(std::span<const Cookie* const> legacy, std::span<const Cookie* const> candidate,
                  Severity when_missing, Collector& found) {
    for (const auto* cookie : legacy) {
        found.add(path_of(*cookie), Kind::missing, when_missing, cookie->value, "");
    }
    for (const auto* cookie : candidate) {
        found.add(path_of(*cookie), Kind::added, Severity::low, "", cookie->value);
    }
}

void compare_name(CookieRun in_legacy, CookieRun in_candidate, Collector& found) {
    auto legacy = kept_of(in_legacy);
    auto candidate = kept_of(in_candidate);
    compare_places(legacy.last, candidate.last, found);
    const auto moved = std::min(legacy.last.size(), candidate.last.size());
    for (std::size_t i = 0; i < moved; ++i) {
        compare_cookie(*legacy.last[i], *candidate.last[i], found);
    }
    tell_surplus(std::span{legacy.last}.subspan(moved), std::span{candidate.last}.subspan(moved),
                 Severity::high, found);
    const auto twice = std::min(legacy.replaced.size(), candidate.replaced.size());
    tell_surplus(std::span{legacy.replaced}.subspan(twice),
                 std::span{candidate.replaced}.subspan(twice), Severity::low, found);
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
