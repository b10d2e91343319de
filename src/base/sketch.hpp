// SPDX-License-Identifier: Apache-2.0
// Quantiles of positive numbers in bounded memory: a DDSketch (Masson, Rim and Lee, "DDSketch: a
// fast and fully-mergeable quantile sketch with relative-error guarantees", VLDB 2019).
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>

namespace shadowdiff {

/// A quantile is off by at most 1 % of its value. Sketches of parts merge to the sketch of the
/// whole, in any order.
class Sketch {
public:
    /// Bucket -> how many. Bucket i holds (g^(i-1), g^i] with g = 1.01 / 0.99.
    using Buckets = std::map<std::int32_t, std::uint64_t>;

    /// What is not above zero counts as the smallest.
    void add(double value, std::uint64_t times = 1);
    void merge(const Sketch& other);

    std::uint64_t count() const { return count_; }
    /// The smallest value that at least the share `q` (0 to 1) does not exceed. Nothing of nothing.
    std::optional<double> quantile(double q) const;

    /// To keep it, and to have it back.
    const Buckets& buckets() const { return buckets_; }
    void add_bucket(std::int32_t bucket, std::uint64_t times);

    /// The range of 1 ns to 10^18 ns needs 2,073; beyond it the smallest become one.
    static constexpr std::size_t buckets_max = 2'200;

private:
    Buckets buckets_;
    std::uint64_t count_ = 0;
};

}  // namespace shadowdiff
