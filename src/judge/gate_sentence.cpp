// SPDX-License-Identifier: Apache-2.0
#include "judge/gate_sentence.hpp"

#include "base/counted.hpp"
#include "base/escape.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace shadowdiff::judge {
namespace {

using Answers = std::vector<GateRouteAnswer>;

// Two digits that count. A bound must not read better than it is: an upper one is rounded up, a
// lower one down.
std::string percent(double fraction, double (*rounded)(double)) {
    const double value = fraction * 100;
    if (!(value > 0)) return "0 %";
    const int decimals = std::clamp(1 - static_cast<int>(std::floor(std::log10(value))), 0, 12);
    const double unit = std::pow(10.0, -decimals);
    const double slack = rounded(0.5) > 0 ? -1e-6 : 1e-6;
    return fmt::format("{:.{}f} %", rounded(value / unit + slack) * unit, decimals);
}
std::string at_most(double fraction) { return percent(fraction, std::ceil); }
std::string at_least(double fraction) { return percent(fraction, std::floor); }

std::string where(std::size_t routes, const std::string& worst) {
    return routes == 1 ? "in " + worst : fmt::format("on {} routes, most in {}", routes, worst);
}

std::string open_sentence(const GateVerdict& verdict, const GateInput& input) {
    const auto& most = *std::ranges::max_element(input.open, {}, &OpenFinding::exchanges);
    const auto routes = static_cast<std::size_t>(
        std::ranges::count_if(verdict.routes, [](const auto& r) { return r.open_findings > 0; }));
    return fmt::format(
        "NO-GO: {} of severity medium or high, confirmed by asking again and undecided, {} ({})",
        counted(input.open.size(), "finding", "findings"),
        where(std::max<std::size_t>(routes, 1), printable(most.route)),
        counted(most.exchanges, "exchange", "exchanges"));
}

bool is_over_limit(const GateRouteAnswer& route, const GateOptions& options) {
    return route.answer == GateAnswer::no_go && route.lower_bound > options.mismatch_rate_max;
}

std::string rate_sentence(const Answers& routes, const GateOptions& options) {
    const auto is_over = [&](const auto& r) { return is_over_limit(r, options); };
    const auto& worst = *std::ranges::max_element(routes, {}, &GateRouteAnswer::lower_bound);
    const auto count = static_cast<std::size_t>(std::ranges::count_if(routes, is_over));
    return fmt::format(
        "NO-GO: mismatches of severity medium or high over the limit of {} {} ({} of {}, at least "
        "{} with {:g} % confidence)",
        at_most(options.mismatch_rate_max), where(count, printable(worst.route)),
        grouped(worst.mismatches), grouped(worst.judged), at_least(worst.lower_bound),
        options.confidence * 100);
}

// The routes of that speed: how many, and one of them.
std::string where_speed(const Answers& routes, bool (*is_meant)(const GateRouteAnswer&)) {
    const auto first = std::ranges::find_if(routes, is_meant);
    const auto count = std::ranges::count_if(routes, is_meant);
    return count == 1 ? "in " + printable(first->route)
                      : fmt::format("on {} routes, among them {}", count, printable(first->route));
}

bool is_slower(const GateRouteAnswer& route) { return route.speed == Speed::slower; }
bool is_speed_unknown(const GateRouteAnswer& route) {
    return route.speed == Speed::unsure || route.speed == Speed::too_few;
}

std::string no_go_sentence(const GateVerdict& verdict, const GateInput& input,
                           const GateOptions& options) {
    if (!input.open.empty()) return open_sentence(verdict, input);
    const bool is_one_over = std::ranges::any_of(
        verdict.routes, [&](const auto& route) { return is_over_limit(route, options); });
    if (is_one_over) return rate_sentence(verdict.routes, options);
    return "NO-GO: " + slower_words(where_speed(verdict.routes, is_slower));
}

std::string uncovered_sentence(const GateVerdict& verdict, const GateInput& input,
                               const GateOptions& options) {
    const auto is_uncovered = [&](const auto& r) { return r.coverage < options.coverage_min; };
    const auto least = std::ranges::min_element(verdict.routes, {}, &GateRouteAnswer::coverage);
    const auto& route = input.routes[static_cast<std::size_t>(least - verdict.routes.begin())];
    const auto count = std::ranges::count_if(verdict.routes, is_uncovered);
    const auto of = count == 1
                        ? fmt::format("of {}", printable(route.route))
                        : fmt::format("too little of {} routes was compared, least of {}:", count,
                                      printable(route.route));
    return fmt::format("INCONCLUSIVE: {} {}, {} (at least {} must be)", of,
                       compared_words(route.judged, route.due), at_least(least->coverage),
                       at_least(options.coverage_min));
}

// Of the mismatches of one kind that keep routes from a GO: how many, and where.
std::string doubt_sentence(const Answers& routes, std::uint64_t GateRouteAnswer::* doubtful,
                           std::string (*words)(std::uint64_t, std::string_view)) {
    const auto& most = *std::ranges::max_element(routes, {}, doubtful);
    std::size_t count = 0;
    std::uint64_t mismatches = 0;
    for (const auto& each : routes) {
        count += each.*doubtful > 0 ? 1 : 0;
        mismatches += each.*doubtful;
    }
    return "INCONCLUSIVE: " +
           words(mismatches, where(count, printable(most.route)) + (count > 1 ? "," : ""));
}

std::string more_sentence(const Answers& routes) {
    const auto wants_more = [](const auto& r) { return r.more_needed > 0; };
    const auto& most = *std::ranges::max_element(routes, {}, &GateRouteAnswer::more_needed);
    const auto count = std::ranges::count_if(routes, wants_more);
    const auto* without = most.mismatches > 0 ? "without a further mismatch" : "without a mismatch";
    if (count == 1) {
        return fmt::format("INCONCLUSIVE: {} needs {} {}", printable(most.route),
                           counted(most.more_needed, "more exchange", "more exchanges"), without);
    }
    return fmt::format("INCONCLUSIVE: {} routes need more exchanges {}, most of them {} ({})",
                       count, without, printable(most.route), grouped(most.more_needed));
}

// Who signs must read that there were some, though they do not count.
std::string excused_words(const Excused& excused) {
    if (excused.exchanges == 0) return "";
    std::string by;
    if (excused.decisions > 0) by = " by " + counted(excused.decisions, "decision", "decisions");
    if (excused.noisy > 0) by += excused.decisions > 0 ? " or as noise" : " as noise";
    return fmt::format(" beside {} excused{}", grouped(excused.exchanges), by);
}

std::string go_sentence(const Answers& routes, const Excused& excused, const GateOptions& options) {
    const auto bound =
        options.jointly ? &GateRouteAnswer::joint_upper_bound : &GateRouteAnswer::upper_bound;
    const auto& loosest = *std::ranges::max_element(routes, {}, bound);
    std::uint64_t judged = 0;
    std::uint64_t mismatches = 0;
    for (const auto& each : routes) {
        judged += each.judged;
        mismatches += each.mismatches;
    }
    return fmt::format(
        "GO: {} of severity medium or high{} in {} on {}; of {} at most {} with {:g} % "
        "confidence, valid {}",
        mismatches == 0 ? "no mismatch" : counted(mismatches, "mismatch", "mismatches"),
        excused_words(excused), counted(judged, "exchange", "exchanges"),
        counted(routes.size(), "route", "routes"), options.jointly ? "all together" : "each",
        at_most(loosest.*bound), options.confidence * 100,
        options.look == Look::nightly ? "at any look" : "for one look");
}

}  // namespace

std::string compared_words(std::uint64_t compared, std::uint64_t due) {
    return fmt::format("{} of {}", grouped(compared),
                       counted(due, "request that was to be compared was",
                               "requests that were to be compared were"));
}

std::string unconfirmed_words(std::uint64_t mismatches, std::string_view where) {
    return fmt::format(
        "{} of severity medium or high {} could not be confirmed: the resource was written to "
        "while {} asked again",
        counted(mismatches, "mismatch", "mismatches"), where,
        mismatches == 1 ? "it was" : "they were");
}

std::string may_be_noise_words(std::uint64_t mismatches, std::string_view where) {
    return fmt::format(
        "{} of severity medium or high {} may be noise: legacy differs from itself there now and "
        "then, and nobody could ask it again (--secondary or --reask-legacy lets one)",
        counted(mismatches, "mismatch", "mismatches"), where);
}

std::string slower_words(std::string_view where) {
    return fmt::format(
        "the candidate is slower {}: a quantile of its times is over legacy's by more than {:g} % "
        "with {:g} % confidence",
        where, (LatencyOptions{}.ratio_max - 1) * 100, LatencyOptions{}.confidence * 100);
}

std::string speed_unknown_words(std::string_view where) {
    return fmt::format("whether the candidate is slower {} is not known from these times", where);
}

std::string gate_sentence(const GateVerdict& verdict, const GateInput& input,
                          const GateOptions& options) {
    switch (verdict.answer) {
        case GateAnswer::no_go: return no_go_sentence(verdict, input, options);
        case GateAnswer::go: return go_sentence(verdict.routes, input.excused, options);
        case GateAnswer::inconclusive: break;
    }
    if (verdict.routes.empty()) return "INCONCLUSIVE: no exchange was judged";
    if (verdict.coverage < options.coverage_min) {
        return fmt::format("INCONCLUSIVE: {}, {} (at least {} must be)",
                           compared_words(input.compared, input.due), at_least(verdict.coverage),
                           at_least(options.coverage_min));
    }
    const auto is_one = [&](std::uint64_t GateRouteAnswer::* number) {
        return std::ranges::any_of(verdict.routes, [&](const auto& r) { return r.*number > 0; });
    };
    // More exchanges would not help where these may be noise.
    if (is_one(&GateRouteAnswer::may_be_noise)) {
        return doubt_sentence(verdict.routes, &GateRouteAnswer::may_be_noise, may_be_noise_words);
    }
    if (is_one(&GateRouteAnswer::more_needed)) return more_sentence(verdict.routes);
    if (is_one(&GateRouteAnswer::unconfirmed)) {
        return doubt_sentence(verdict.routes, &GateRouteAnswer::unconfirmed, unconfirmed_words);
    }
    const bool is_one_uncovered = std::ranges::any_of(
        verdict.routes, [&](const auto& r) { return r.coverage < options.coverage_min; });
    if (is_one_uncovered) return uncovered_sentence(verdict, input, options);
    return "INCONCLUSIVE: " + speed_unknown_words(where_speed(verdict.routes, is_speed_unknown));
}

}  // namespace shadowdiff::judge
