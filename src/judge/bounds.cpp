// SPDX-License-Identifier: Apache-2.0
#include "judge/bounds.hpp"

#include <boost/math/distributions/binomial.hpp>

#include <cmath>

namespace shadowdiff::judge {
namespace {

double log_beta(double a, double b) { return std::lgamma(a) + std::lgamma(b) - std::lgamma(a + b); }

// Where the martingale reaches its threshold between `inside`, where it is below, and `outside`.
template <class LogMartingale>
double crossing(const LogMartingale& log_martingale, double threshold, double inside,
                double outside) {
    constexpr int halvings = 200;  // more than a double has digits
    for (int i = 0; i < halvings; ++i) {
        const double middle = inside + (outside - inside) / 2;
        (log_martingale(middle) < threshold ? inside : outside) = middle;
    }
    return outside;
}

}  // namespace

Bounds exact_bounds(std::uint64_t mismatches, std::uint64_t judged, double confidence) {
    if (judged == 0) return {};
    const auto n = static_cast<double>(judged);
    const auto x = static_cast<double>(mismatches);
    using Binomial = boost::math::binomial_distribution<>;
    return {mismatches == 0 ? 0.0 : Binomial::find_lower_bound_on_p(n, x, 1 - confidence),
            mismatches >= judged ? 1.0 : Binomial::find_upper_bound_on_p(n, x, 1 - confidence)};
}

Bounds anytime_bounds(std::uint64_t mismatches, std::uint64_t judged, double confidence, double b) {
    if (judged == 0) return {};
    const auto n = static_cast<double>(judged);
    const auto x = static_cast<double>(mismatches);
    const double mixture = log_beta(1 + x, b + n - x) - log_beta(1, b);
    const auto log_martingale = [&](double p) {
        const double hits = x > 0 ? x * std::log(p) : 0;
        const double misses = n > x ? (n - x) * std::log1p(-p) : 0;
        return mixture - hits - misses;
    };
    const double threshold = -std::log(1 - confidence);
    const double rate = x / n;
    if (log_martingale(rate) >= threshold) return {rate, rate};  // the mixture is far off
    return {mismatches == 0 ? 0.0 : crossing(log_martingale, threshold, rate, 0.0),
            mismatches >= judged ? 1.0 : crossing(log_martingale, threshold, rate, 1.0)};
}

double mixture_for(double limit) { return 2 / limit; }

}  // namespace shadowdiff::judge
