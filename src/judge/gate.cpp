// SPDX-License-Identifier: Apache-2.0
#include "judge/gate.hpp"

#include "base/escape.hpp"

#include <boost/math/distributions/binomial.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace shadowdiff::judge {
namespace {

// More exchanges than this nobody waits for; it also ends the search when no number would do.
constexpr std::uint64_t judged_searched_max = std::uint64_t{1} << 50U;

bool within(std::uint64_t mismatches, std::uint64_t judged, const GateOptions& options) {
    return judged > 0 &&
           upper_bound(mismatches, judged, options.confidence) <= options.mismatch_rate_max;
}

// The bound falls with every exchange that is no mismatch, so the first that satisfies is found by
// doubling and halving.
std::uint64_t more_needed(const GateRoute& route, const GateOptions& options) {
    std::uint64_t too_few = route.judged;
    std::uint64_t enough = std::max<std::uint64_t>(route.judged, 1) * 2;
    while (!within(route.mismatches, enough, options)) {
        if (enough >= judged_searched_max) return std::numeric_limits<std::uint64_t>::max();
        too_few = enough;
        enough *= 2;
    }
    while (enough - too_few > 1) {
        const auto middle = too_few + (enough - too_few) / 2;
        (within(route.mismatches, middle, options) ? enough : too_few) = middle;
    }
    return enough - route.judged;
}

GateRouteAnswer answer_of(const GateRoute& route, const GateOptions& options) {
    GateRouteAnswer result{
        .route = route.route,
        .judged = route.judged,
        .mismatches = route.mismatches,
        .upper_bound = upper_bound(route.mismatches, route.judged, options.confidence)};
    if (route.mismatches > 0) {
        result.answer = GateAnswer::no_go;
    } else if (within(0, route.judged, options)) {
        result.answer = GateAnswer::go;
    } else {
        result.more_needed = more_needed(route, options);
    }
    return result;
}

// 2311 -> "2,311", whatever the locale.
std::string grouped(std::uint64_t number) {
    auto text = std::to_string(number);
    for (auto at = static_cast<std::ptrdiff_t>(text.size()) - 3; at > 0; at -= 3) {
        text.insert(static_cast<std::size_t>(at), ",");
    }
    return text;
}

// Two digits that count, rounded up: a bound must not read smaller than it is.
std::string percent(double fraction) {
    const double value = fraction * 100;
    const int decimals = std::clamp(1 - static_cast<int>(std::floor(std::log10(value))), 0, 12);
    const double unit = std::pow(10.0, -decimals);
    return fmt::format("{:.{}f} %", std::ceil(value / unit - 1e-6) * unit, decimals);
}

std::string mismatch_count(std::uint64_t mismatches) {
    return fmt::format("{} {} of severity medium or high", grouped(mismatches),
                       mismatches == 1 ? "mismatch" : "mismatches");
}

using Answers = std::vector<GateRouteAnswer>;

std::string no_go_sentence(const Answers& routes) {
    const auto is_no_go = [](const auto& r) { return r.answer == GateAnswer::no_go; };
    const auto worst = *std::ranges::max_element(routes, {}, &GateRouteAnswer::mismatches);
    const auto route = printable(worst.route);
    const auto bound = percent(worst.upper_bound);
    const auto count = std::ranges::count_if(routes, is_no_go);
    if (count == 1) {
        return fmt::format("NO-GO: {} in {} (bound {})", mismatch_count(worst.mismatches), route,
                           bound);
    }
    std::uint64_t total = 0;
    for (const auto& each : routes) total += each.mismatches;
    return fmt::format("NO-GO: {} on {} routes, most in {} ({} of {}, bound {})",
                       mismatch_count(total), count, route, grouped(worst.mismatches),
                       grouped(worst.judged), bound);
}

std::string inconclusive_sentence(const Answers& routes) {
    const auto wants_more = [](const auto& r) { return r.answer == GateAnswer::inconclusive; };
    const auto most = *std::ranges::max_element(routes, {}, &GateRouteAnswer::more_needed);
    const auto route = printable(most.route);
    const auto count = std::ranges::count_if(routes, wants_more);
    if (count == 1) {
        return fmt::format("INCONCLUSIVE: {} needs {} more exchanges without a mismatch", route,
                           grouped(most.more_needed));
    }
    return fmt::format(
        "INCONCLUSIVE: {} routes need more exchanges without a mismatch, most of them {} ({})",
        count, route, grouped(most.more_needed));
}

std::string go_sentence(const Answers& routes, const GateOptions& options) {
    const auto loosest = *std::ranges::max_element(routes, {}, &GateRouteAnswer::upper_bound);
    std::uint64_t judged = 0;
    for (const auto& each : routes) judged += each.judged;
    return fmt::format(
        "GO: no mismatch of severity medium or high in {} exchanges on {} {}; of each at most {} "
        "mismatch, with {:g} % confidence",
        grouped(judged), routes.size(), routes.size() == 1 ? "route" : "routes",
        percent(loosest.upper_bound), options.confidence * 100);
}

bool is_fraction(double value) { return value > 0 && value < 1; }

}  // namespace

double upper_bound(std::uint64_t mismatches, std::uint64_t judged, double confidence) {
    if (mismatches >= judged) return 1.0;
    return boost::math::binomial_distribution<>::find_upper_bound_on_p(
        static_cast<double>(judged), static_cast<double>(mismatches), 1 - confidence);
}

GateVerdict gate(const std::vector<GateRoute>& routes, const GateOptions& options) {
    GateVerdict verdict;
    if (!is_fraction(options.mismatch_rate_max) || !is_fraction(options.confidence)) {
        verdict.sentence =
            "INCONCLUSIVE: the gate's limit and confidence must lie between 0 and 100 %";
        return verdict;
    }
    for (const auto& route : routes) verdict.routes.push_back(answer_of(route, options));
    const auto any = [&](GateAnswer answer) {
        return std::ranges::count(verdict.routes, answer, &GateRouteAnswer::answer) > 0;
    };
    if (routes.empty()) {
        verdict.sentence = "INCONCLUSIVE: no exchange was judged";
    } else if (any(GateAnswer::no_go)) {
        verdict.answer = GateAnswer::no_go;
        verdict.sentence = no_go_sentence(verdict.routes);
    } else if (any(GateAnswer::inconclusive)) {
        verdict.sentence = inconclusive_sentence(verdict.routes);
    } else {
        verdict.answer = GateAnswer::go;
        verdict.sentence = go_sentence(verdict.routes, options);
    }
    return verdict;
}

std::string_view name(GateAnswer answer) {
    switch (answer) {
        case GateAnswer::go: return "GO";
        case GateAnswer::no_go: return "NO-GO";
        case GateAnswer::inconclusive: return "INCONCLUSIVE";
    }
    return "";
}

}  // namespace shadowdiff::judge
