// SPDX-License-Identifier: Apache-2.0
#include "judge/gate.hpp"

#include "judge/gate_sentence.hpp"

#include <algorithm>
#include <limits>

namespace shadowdiff::judge {
namespace {

// More exchanges than this nobody waits for; it also ends the search when no number would do.
constexpr std::uint64_t judged_searched_max = std::uint64_t{1} << 50U;

/// What each route is held to: its own confidence, or its share of the joint one.
struct Rule {
    const GateOptions& options;
    double joint_confidence;

    double confidence() const { return options.jointly ? joint_confidence : options.confidence; }
    bool is_within(std::uint64_t mismatches, std::uint64_t judged) const {
        return judged > 0 &&
               bounds(mismatches, judged, confidence(), options).upper <= options.mismatch_rate_max;
    }
};

// The bound falls with every exchange that is no mismatch, so the first that satisfies is found by
// doubling and halving.
std::uint64_t more_needed(const GateRoute& route, const Rule& rule) {
    std::uint64_t too_few = route.judged;
    std::uint64_t enough = std::max<std::uint64_t>(route.judged, 1) * 2;
    while (!rule.is_within(route.mismatches, enough)) {
        if (enough >= judged_searched_max) return std::numeric_limits<std::uint64_t>::max();
        too_few = enough;
        enough *= 2;
    }
    while (enough - too_few > 1) {
        const auto middle = too_few + (enough - too_few) / 2;
        (rule.is_within(route.mismatches, middle) ? enough : too_few) = middle;
    }
    return enough - route.judged;
}

double coverage_of(std::uint64_t compared, std::uint64_t due) {
    return due == 0 ? 1.0 : static_cast<double>(compared) / static_cast<double>(due);
}

GateRouteAnswer answer_of(const GateRoute& route, const GateInput& input, const Rule& rule) {
    const auto certain = route.mismatches - std::min(route.may_be_noise, route.mismatches);
    const auto own = bounds(route.mismatches, route.judged, rule.confidence(), rule.options);
    const auto of_certain = bounds(certain, route.judged, rule.confidence(), rule.options);
    GateRouteAnswer result{
        .route = route.route,
        .judged = route.judged,
        .mismatches = route.mismatches,
        .open_findings = static_cast<std::uint64_t>(
            std::ranges::count(input.open, route.route, &OpenFinding::route)),
        .lower_bound = own.lower,
        .upper_bound =
            bounds(route.mismatches, route.judged, rule.options.confidence, rule.options).upper,
        .joint_upper_bound =
            bounds(route.mismatches, route.judged, rule.joint_confidence, rule.options).upper,
        .coverage = coverage_of(route.judged, route.due),
        .unconfirmed = route.unconfirmed};
    if (rule.options.latency) result.speed = route.speed;
    const auto limit = rule.options.mismatch_rate_max;
    if (result.open_findings > 0 || of_certain.lower > limit || result.speed == Speed::slower) {
        result.answer = GateAnswer::no_go;
    } else if (!rule.is_within(route.mismatches, route.judged) &&
               (own.lower > limit || rule.is_within(certain, route.judged))) {
        result.may_be_noise = route.may_be_noise;  // more exchanges would not help
    } else if (!rule.is_within(route.mismatches, route.judged)) {
        result.more_needed = more_needed(route, rule);
    } else if (result.coverage >= rule.options.coverage_min && result.unconfirmed == 0 &&
               result.speed == Speed::not_slower) {
        result.answer = GateAnswer::go;
    }
    return result;
}

GateAnswer answer_of(const GateVerdict& verdict, const GateInput& input,
                     const GateOptions& options) {
    const auto any = [&](GateAnswer answer) {
        return std::ranges::count(verdict.routes, answer, &GateRouteAnswer::answer) > 0;
    };
    if (!input.open.empty() || any(GateAnswer::no_go)) return GateAnswer::no_go;
    if (verdict.routes.empty() || any(GateAnswer::inconclusive)) return GateAnswer::inconclusive;
    return verdict.coverage < options.coverage_min ? GateAnswer::inconclusive : GateAnswer::go;
}

bool is_fraction(double value) { return value > 0 && value < 1; }

}  // namespace

Bounds bounds(std::uint64_t mismatches, std::uint64_t judged, double confidence,
              const GateOptions& options) {
    if (options.look == Look::once) return exact_bounds(mismatches, judged, confidence);
    return anytime_bounds(mismatches, judged, confidence, mixture_for(options.mismatch_rate_max));
}

GateVerdict gate(const GateInput& input, const GateOptions& options) {
    GateVerdict verdict;
    if (!is_fraction(options.mismatch_rate_max) || !is_fraction(options.confidence)) {
        verdict.sentence =
            "INCONCLUSIVE: the gate's limit and confidence must lie between 0 and 100 %";
        return verdict;
    }
    const auto shares = static_cast<double>(std::max<std::size_t>(input.routes.size(), 1));
    const Rule rule{options, 1 - (1 - options.confidence) / shares};
    for (const auto& route : input.routes) {
        verdict.routes.push_back(answer_of(route, input, rule));
    }
    verdict.coverage = coverage_of(input.compared, input.due);
    verdict.holds_jointly =
        !verdict.routes.empty() && std::ranges::all_of(verdict.routes, [&](const auto& route) {
            return route.judged > 0 && route.joint_upper_bound <= options.mismatch_rate_max;
        });
    verdict.answer = answer_of(verdict, input, options);
    verdict.sentence = gate_sentence(verdict, input, options);
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

std::string_view name(Look look) { return look == Look::once ? "once" : "nightly"; }

}  // namespace shadowdiff::judge
