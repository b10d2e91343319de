// SPDX-License-Identifier: Apache-2.0
#include "diff/fields/security_fields.hpp"

#include "base/ascii.hpp"
#include "diff/fields/policy_fields.hpp"
#include "diff/fields/take_until.hpp"
#include "http/message.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <map>
#include <set>
#include <string>

namespace shadowdiff::diff {

namespace {

using Words = std::set<std::string>;

bool includes(const Words& all, const Words& some) { return std::ranges::includes(all, some); }

std::uint64_t max_age(std::string_view value) {
    std::uint64_t seconds = 0;
    while (!value.empty()) {
        auto directive = take_until(value, ";");
        if (ascii::lower_case(take_until(directive, "=")) != "max-age") continue;
        if (directive.starts_with('"')) directive.remove_prefix(1);
        std::from_chars(directive.data(), directive.data() + directive.size(), seconds);
    }
    return seconds;
}

Words names_of(std::string_view value, std::string_view separators) {
    Words names;
    while (!value.empty()) {
        auto part = take_until(value, separators);
        if (!part.empty()) names.insert(ascii::lower_case(take_until(part, "=")));
    }
    return names;
}

Protection compare_transport(std::string_view legacy, std::string_view candidate) {
    const auto before = names_of(legacy, ";");
    const auto after = names_of(candidate, ";");
    if (max_age(candidate) < max_age(legacy) || !includes(after, before)) return Protection::weaker;
    return before == after && max_age(legacy) == max_age(candidate) ? Protection::same
                                                                    : Protection::other;
}

/// What counts of several values: of Referrer-Policy the last that is known.
template <std::size_t N>
std::string_view value_that_counts(const std::array<std::string_view, N>& known,
                                   std::string_view value) {
    std::string_view counts;
    while (!value.empty()) {
        const auto member = take_until(value, ",");
        auto rest = member;
        const auto word = ascii::lower_case(take_until(rest, ";"));
        if (counts.empty() || std::ranges::find(known, word) != known.end()) counts = member;
    }
    return counts;
}

/// The further ahead in the list, the stricter; what is not in it forbids nothing that is known.
template <std::size_t N>
Protection compare_ranks(const std::array<std::string_view, N>& strictest_first,
                         std::string_view legacy, std::string_view candidate) {
    const auto rank = [&](std::string_view value) {
        const auto word = ascii::lower_case(take_until(value, ";"));
        return std::ranges::find(strictest_first, word) - strictest_first.begin();
    };
    const auto one = value_that_counts(strictest_first, legacy);
    const auto other = value_that_counts(strictest_first, candidate);
    if (rank(one) < rank(other)) return Protection::weaker;
    const bool same = ascii::lower_case(one) == ascii::lower_case(other);
    return same ? Protection::same : Protection::other;
}

Protection compare_sets(const Words& before, const Words& after) {
    if (before == after) return Protection::same;
    return includes(before, after) ? Protection::other : Protection::weaker;
}

Protection compare_allowed(std::string_view legacy, std::string_view candidate) {
    return compare_sets(names_of(legacy, ","), names_of(candidate, ","));
}

Words words_of(std::string_view value) {
    Words words;
    while (!value.empty()) words.emplace(take_until(value, ","));
    words.erase("");
    return words;
}

/// The case of methods counts, and that of "true".
Protection compare_words(std::string_view legacy, std::string_view candidate) {
    return compare_sets(words_of(legacy), words_of(candidate));
}

Protection compare_origins(std::string_view legacy, std::string_view candidate) {
    if (legacy == candidate) return Protection::same;
    return candidate == "*" || candidate == "null" ? Protection::weaker : Protection::other;
}

using Challenges = std::multimap<std::string, Words>;  // by scheme, with their parameters

/// A nonce is new in every challenge, and so is what is to be sent back.
std::string challenge_parameter(std::string_view text) {
    auto name = ascii::lower_case(take_until(text, "="));
    if (name == "nonce" || name == "opaque") return name;
    return name.append("=").append(ascii::unquoted(text));
}

/// A member of the list is a scheme, with or without its first parameter, or a further parameter
/// (RFC 9110, section 11.6.1).
Challenges challenges_of(std::string_view value) {
    Challenges challenges;
    auto current = challenges.end();
    for (auto member : http::list_members(value)) {
        const auto name_end = member.find_first_of(" \t=");
        if (current == challenges.end() || name_end == member.npos || member[name_end] != '=') {
            current = challenges.emplace(ascii::lower_case(take_until(member, " \t")), Words{});
        }
        if (!member.empty()) current->second.insert(challenge_parameter(member));
    }
    return challenges;
}

/// Another way in is open now.
Protection compare_challenges(std::string_view legacy, std::string_view candidate) {
    const auto before = challenges_of(legacy);
    const auto after = challenges_of(candidate);
    const bool offers_more = std::ranges::any_of(
        after, [&](const auto& challenge) { return !before.contains(challenge.first); });
    if (offers_more) return Protection::weaker;
    return before == after ? Protection::same : Protection::other;
}

constexpr std::array frame_options = {std::string_view{"deny"}, std::string_view{"sameorigin"}};
constexpr std::array sniff_options = {std::string_view{"nosniff"}};
constexpr std::array referrers = {std::string_view{"no-referrer"},
                                  std::string_view{"same-origin"},
                                  std::string_view{"strict-origin"},
                                  std::string_view{"origin"},
                                  std::string_view{"strict-origin-when-cross-origin"},
                                  std::string_view{"origin-when-cross-origin"},
                                  std::string_view{"no-referrer-when-downgrade"},
                                  std::string_view{"unsafe-url"}};
constexpr std::array isolations = {std::string_view{"require-corp"},
                                   std::string_view{"same-origin"},
                                   std::string_view{"credentialless"},
                                   std::string_view{"same-site"},
                                   std::string_view{"same-origin-allow-popups"},
                                   std::string_view{"cross-origin"},
                                   std::string_view{"unsafe-none"}};

using Compare = Protection (*)(std::string_view, std::string_view);

struct Field {
    std::string_view name;
    Compare compare;
};

constexpr Compare by_frame = [](std::string_view one, std::string_view other) {
    return compare_ranks(frame_options, one, other);
};
constexpr Compare by_sniffing = [](std::string_view one, std::string_view other) {
    return compare_ranks(sniff_options, one, other);
};
constexpr Compare by_referrer = [](std::string_view one, std::string_view other) {
    return compare_ranks(referrers, one, other);
};
constexpr Compare by_isolation = [](std::string_view one, std::string_view other) {
    return compare_ranks(isolations, one, other);
};

constexpr std::array fields = {
    Field{"content-security-policy", compare_content_policies},
    Field{"content-security-policy-report-only", compare_content_policies},
    Field{"permissions-policy", compare_permissions},
    Field{"strict-transport-security", compare_transport},
    Field{"x-frame-options", by_frame},
    Field{"x-content-type-options", by_sniffing},
    Field{"referrer-policy", by_referrer},
    Field{"cross-origin-opener-policy", by_isolation},
    Field{"cross-origin-embedder-policy", by_isolation},
    Field{"cross-origin-resource-policy", by_isolation},
    Field{"access-control-allow-origin", compare_origins},
    Field{"access-control-allow-credentials", compare_words},
    Field{"access-control-allow-methods", compare_words},
    Field{"access-control-allow-headers", compare_allowed},
    Field{"access-control-expose-headers", compare_allowed},
    Field{"www-authenticate", compare_challenges}};

}  // namespace

bool is_security_field(std::string_view name) {
    return std::ranges::find(fields, name, &Field::name) != fields.end();
}

Protection compare_protection(std::string_view name, std::string_view legacy,
                              std::string_view candidate) {
    const auto* field = std::ranges::find(fields, name, &Field::name);
    return field == fields.end() ? Protection::other : field->compare(legacy, candidate);
}

}  // namespace shadowdiff::diff
