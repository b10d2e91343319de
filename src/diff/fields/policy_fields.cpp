// SPDX-License-Identifier: Apache-2.0
#include "diff/fields/policy_fields.hpp"

#include "base/ascii.hpp"
#include "diff/fields/take_until.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string>

namespace shadowdiff::diff {

namespace {

using Words = std::set<std::string>;
using Directives = std::map<std::string, Words>;
using Policies = std::set<Directives>;

/// Scheme and host compare without case, a path does not (CSP3, section 6.7.2).
std::string source_url(std::string_view word) {
    const auto scheme = word.find("://");
    const auto path = word.find('/', scheme == word.npos ? 0 : scheme + 3);
    auto source = ascii::lower_case(word.substr(0, path));
    return path == word.npos ? source : source.append(word.substr(path));
}

/// A nonce is new in every answer; that there is one counts. A hash is base64: its case counts.
std::string source_of(std::string_view word) {
    constexpr std::string_view nonce = "'nonce-";
    if (!word.starts_with('\'')) return source_url(word);
    if (ascii::lower_case(word.substr(0, nonce.size())) == nonce) {
        return word.size() > nonce.size() + 1 ? "'nonce'" : std::string{word};
    }
    const auto hash = ascii::lower_case(word.substr(0, 4)) == "'sha" ? word.find('-') : word.npos;
    auto source = ascii::lower_case(word.substr(0, hash));
    return hash == word.npos ? source : source.append(word.substr(hash));
}

/// Of several directives of one name the first holds (CSP3, section 2.2.1).
Directives policy_of(std::string_view text) {
    Directives directives;
    while (!text.empty()) {
        auto directive = take_until(text, ";");
        if (directive.empty()) continue;
        const auto name = ascii::lower_case(take_until(directive, " \t"));
        Words sources;
        while (!directive.empty()) {
            const auto word = take_until(directive, " \t");
            if (!word.empty()) sources.insert(source_of(word));
        }
        sources.erase("'none'");
        directives.try_emplace(name, std::move(sources));
    }
    return directives;
}

Policies policies_of(std::string_view value) {
    Policies policies;
    while (!value.empty()) {
        if (auto policy = policy_of(take_until(value, ",")); !policy.empty()) {
            policies.insert(std::move(policy));
        }
    }
    return policies;
}

/// Some policy forbids there what these sources do not let in.
bool holds(const Policies& policies, const std::string& name, const Words& sources) {
    return std::ranges::any_of(policies, [&](const Directives& policy) {
        const auto found = policy.find(name);
        return found != policy.end() && std::ranges::includes(sources, found->second);
    });
}

/// Of several values of one feature the last holds.
Directives permissions_of(std::string_view value) {
    Directives features;
    while (!value.empty()) {
        auto member = take_until(value, ",");
        if (member.empty()) continue;
        const std::string name{take_until(member, "=")};
        Words allowed;
        while (!member.empty()) {
            const auto word = take_until(member, " \t()");
            if (!word.empty()) allowed.emplace(word);
        }
        features.insert_or_assign(name, std::move(allowed));
    }
    return features;
}

bool allows_all(const Words& allowed, const Words& some) {
    return allowed.contains("*") || std::ranges::includes(allowed, some);
}

}  // namespace

/// A directive that is gone forbids nothing, and a further source is allowed now.
Protection compare_content_policies(std::string_view legacy, std::string_view candidate) {
    const auto before = policies_of(legacy);
    const auto after = policies_of(candidate);
    if (before == after) return Protection::same;
    for (const auto& policy : before) {
        for (const auto& [name, sources] : policy) {
            if (!holds(after, name, sources)) return Protection::weaker;
        }
    }
    return Protection::other;
}

Protection compare_permissions(std::string_view legacy, std::string_view candidate) {
    const auto before = permissions_of(legacy);
    const auto after = permissions_of(candidate);
    if (before == after) return Protection::same;
    for (const auto& [feature, allowed] : before) {
        const auto found = after.find(feature);
        if (found == after.end() || !allows_all(allowed, found->second)) return Protection::weaker;
    }
    return Protection::other;
}

}  // namespace shadowdiff::diff
