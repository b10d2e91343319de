// SPDX-License-Identifier: Apache-2.0
#include "base/sketch.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>

namespace shadowdiff {
namespace {

constexpr double accuracy = 0.01;
constexpr double gamma = (1 + accuracy) / (1 - accuracy);

std::int32_t bucket_of(double value) {
    constexpr double smallest = 1e-9;
    constexpr double largest = 1e30;
    const auto inside = std::isnan(value) ? smallest : std::clamp(value, smallest, largest);
    return static_cast<std::int32_t>(std::ceil(std::log(inside) / std::log(gamma)));
}

// The point of a bucket that is at most 1 % from both of its ends.
double value_of(std::int32_t bucket) { return 2 * std::pow(gamma, bucket) / (gamma + 1); }

}  // namespace

void Sketch::add(double value, std::uint64_t times) { add_bucket(bucket_of(value), times); }

void Sketch::add_bucket(std::int32_t bucket, std::uint64_t times) {
    if (times == 0) return;
    buckets_[bucket] += times;
    count_ += times;
    if (buckets_.size() <= buckets_max) return;
    const auto lowest = buckets_.begin();
    std::next(lowest)->second += lowest->second;
    buckets_.erase(lowest);
}

void Sketch::merge(const Sketch& other) {
    for (const auto& [bucket, times] : other.buckets_) add_bucket(bucket, times);
}

std::optional<double> Sketch::quantile(double q) const {
    if (count_ == 0) return std::nullopt;
    const auto rank =
        std::clamp(std::ceil(q * static_cast<double>(count_)), 1.0, static_cast<double>(count_));
    double seen = 0;
    for (const auto& [bucket, times] : buckets_) {
        seen += static_cast<double>(times);
        if (seen >= rank) return value_of(bucket);
    }
    return value_of(buckets_.rbegin()->first);
}

}  // namespace shadowdiff
