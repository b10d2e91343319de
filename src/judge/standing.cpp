// SPDX-License-Identifier: Apache-2.0
#include "judge/standing.hpp"

#include <algorithm>
#include <set>

namespace shadowdiff::judge {
namespace {

// Read again and again as the run goes on, so far stricter than one test would need to be.
constexpr double odd_one_out_p_max = 1e-6;

/// The candidate gives the same wrong value each time for an element that legacy gave as before
/// each time: that another element of the list wavers does not excuse it.
bool is_steady_element(const diff::Difference& difference, const Evidence& evidence) {
    constexpr std::size_t asked_min = 2;
    const auto asked = evidence.candidate.count();
    return is_of_element(difference) && evidence.legacy.count() >= asked_min &&
           evidence.legacy.keep(difference) && asked >= asked_min &&
           evidence.candidate.count_of(difference) == asked;
}

/// Legacy is known to waver there, now or in the past, and nothing shows that it is not that.
bool may_be_noise(const diff::Difference& difference, const Evidence& evidence,
                  const Known& known) {
    const auto key = key_of(difference);
    const bool is_volatile = known.profile.is_volatile(known.route, key);
    if (evidence.legacy.count() == 0) return is_volatile;
    if (evidence.legacy.count_with(key) > 0) return !is_steady_element(difference, evidence);
    // Legacy agreed with itself. A candidate that wavers as legacy does is not seen to do the same
    // wrong thing each time, nor to be the odd one out oftener than legacy's second answer is.
    if (!known.profile.wavers(known.route, key)) return false;
    if (evidence.candidate.count() == 0) return is_volatile;
    if (evidence.candidate.count_of(difference) == evidence.candidate.count()) return false;
    return known.odd_one_out.p(known.route, key) > odd_one_out_p_max;
}

bool is_reproduced(const diff::Difference& difference, const Evidence& evidence,
                   const Known& known) {
    const auto key = key_of(difference);
    if (!evidence.asked_again() && evidence.legacy.count_with(key) == 0) {
        return known.profile.is_reproducible(known.route, key);
    }
    if (is_steady_element(difference, evidence)) return true;
    return evidence.legacy.count() > 0 && evidence.legacy.count_with(key) == 0 &&
           evidence.candidate.count() > 0 &&
           evidence.candidate.count_with(key) == evidence.candidate.count();
}

/// Each time that it was asked again, what the candidate said there was broken as well.
bool is_broken_again(const diff::Difference& difference, const Evidence& evidence,
                     const Known& known) {
    const auto values = evidence.candidate.values_at(difference.path);
    const auto asked = evidence.candidate.count();
    if (values.empty() || evidence.candidate.count_at(difference.path) != asked) return false;
    const auto of_legacy = legacy_values(difference, evidence);
    return std::ranges::all_of(values, [&](const std::string& value) {
        auto again = difference;
        again.candidate = value;
        return known.values.check(known.route, again, of_legacy) != Break::none;
    });
}

/// True when that alone decides that it is ids which each service made for itself. Where legacy
/// answered twice, its own answers tell more.
bool stands_as_minted(JudgedDifference& judged, const Evidence& evidence, const Known& known) {
    const auto& told = judged.difference;
    if (known.minted.are_known(told)) {
        judged.leave = Leave::minted;
        judged.standing = Standing::noise;
        return true;
    }
    if (!told.is_minted || evidence.legacy.count() > 0) return false;
    judged.leave = Leave::minted;
    if (!known.minted.agree(told)) {
        judged.broken = Break::renaming;
    } else if (!known.minted.are_of_something_else(told)) {
        judged.standing = Standing::noise;
    }
    return true;
}

}  // namespace

std::vector<std::string> legacy_values(const diff::Difference& difference,
                                       const Evidence& evidence) {
    std::vector<std::string> values{difference.legacy};
    std::ranges::move(evidence.legacy.values_at(difference.path), std::back_inserter(values));
    return values;
}

JudgedDifference stand(diff::Difference difference, const Evidence& evidence, const Known& known) {
    JudgedDifference judged{.difference = std::move(difference)};
    const auto& told = judged.difference;
    if (told.severity == diff::Severity::none) {
        judged.standing = Standing::representation;
        return judged;
    }
    if (stands_as_minted(judged, evidence, known)) return judged;
    if (evidence.legacy.has(told)) {
        // When some further answer still agrees with the first, legacy did not move on: it wavers.
        const bool legacy_moved = evidence.legacy.count_at(told.path) == evidence.legacy.count();
        const bool is_volatile = known.profile.is_volatile(known.route, key_of(told));
        judged.standing = legacy_moved && !is_volatile ? Standing::drift : Standing::noise;
        return judged;
    }
    if (may_be_noise(told, evidence, known)) {
        judged.leave = Leave::noise;
        judged.broken = known.values.check(known.route, told, legacy_values(told, evidence));
        if (judged.broken == Break::none) judged.standing = Standing::noise;
    }
    judged.reproduced = judged.standing == Standing::finding &&
                        (judged.broken == Break::none ? is_reproduced(told, evidence, known)
                                                      : is_broken_again(told, evidence, known));
    return judged;
}

JudgedDifference stand_under_rule(diff::Difference difference, const Evidence& evidence,
                                  const Known& known) {
    JudgedDifference judged{.difference = std::move(difference), .leave = Leave::rule};
    const auto& told = judged.difference;
    judged.broken = known.values.check(known.route, told, legacy_values(told, evidence));
    judged.standing = judged.broken == Break::none ? Standing::noise : Standing::finding;
    judged.reproduced = judged.broken != Break::none && is_broken_again(told, evidence, known);
    return judged;
}

bool is_undecided(const JudgedDifference& judged, const Evidence& evidence, const Known& known) {
    const auto& difference = judged.difference;
    const auto key = key_of(difference);
    if (difference.basis == diff::Basis::undecided) return false;
    const bool is_let_pass = judged.leave == Leave::rule || judged.leave == Leave::minted;
    if (is_let_pass && judged.standing == Standing::noise) return false;
    switch (judged.standing) {
        case Standing::finding: return !known.profile.is_reproducible(known.route, key);
        case Standing::noise: break;
        case Standing::drift:
        case Standing::representation: return false;
    }
    if (evidence.legacy.has(difference)) return false;
    if (evidence.legacy.count_with(key) > 0) {
        // Another element wavered; this one may be steady.
        return is_of_element(difference) && evidence.legacy.keep(difference) &&
               !known.profile.is_always_volatile(known.route, difference);
    }
    // Noise by what is known of the past alone. Where legacy agrees with itself now and then, this
    // may be such a time.
    return evidence.legacy.count() > 0 ||
           !known.profile.is_always_volatile(known.route, difference);
}

bool needs_confirmation(const JudgedDifference& judged, const Known& known) {
    const auto& [difference, standing, reproduced, broken, leave] = judged;
    const auto key = key_of(difference);
    // What is there in one answer and not in the next wavers as values do; how long a list is, too.
    const bool may_waver =
        difference.kind == diff::Kind::changed || difference.kind == diff::Kind::reordered ||
        difference.pattern.ends_with("[*]") || known.profile.wavers(known.route, key);
    return standing == Standing::finding && reproduced && broken == Break::none && may_waver &&
           !known.profile.is_reproducible(known.route, key);
}

void check_renaming(std::vector<JudgedDifference>& differences, const diff::Comparison& comparison,
                    Renaming* session) {
    const auto is_volatile = [](const JudgedDifference& judged) {
        return judged.standing == Standing::noise;
    };
    if (std::ranges::none_of(differences, is_volatile)) return;

    std::set<std::string_view> exempt;
    for (const auto& answer : comparison.answers) {
        if (answer.leg == http::Leg::candidate || answer.failure) continue;
        Renaming own;
        const auto look_at = [&](const diff::Difference& difference) {
            for (const auto& pair : id_pairs(difference)) {
                if (own.agrees(pair)) {
                    own.learn(pair);
                } else {
                    exempt.insert(difference.pattern);
                }
            }
        };
        for (const auto& difference : answer.differences.list) look_at(difference);
        for (const auto& one : answer.differences.set_aside) look_at(one.difference);
    }
    Renaming here;
    for (auto& judged : differences) {
        if (!is_volatile(judged) || exempt.contains(judged.difference.pattern)) continue;
        const auto pairs = id_pairs(judged.difference);
        const bool agrees = std::ranges::all_of(pairs, [&](const IdPair& pair) {
            return here.agrees(pair) && (!session || session->agrees(pair));
        });
        if (!agrees) {
            judged.standing = Standing::finding;
            judged.broken = Break::renaming;
            // Legacy, asked again as well, kept its own ids together: else the pattern is exempt.
            judged.reproduced = std::ranges::any_of(comparison.answers, [](const auto& answer) {
                return answer.leg == http::Leg::candidate && answer.attempt > 0 && !answer.failure;
            });
            continue;
        }
        for (const auto& pair : pairs) here.learn(pair);
        for (const auto& pair : pairs) {
            if (session) session->learn(pair);
        }
    }
}

}  // namespace shadowdiff::judge
