// SPDX-License-Identifier: Apache-2.0
#include "base/sketch.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

namespace shadowdiff {
namespace {

double exact_quantile(std::vector<double> values, double q) {
    std::ranges::sort(values);
    const auto rank = std::max(1.0, std::ceil(q * static_cast<double>(values.size())));
    return values[static_cast<std::size_t>(rank) - 1];
}

std::vector<double> skewed_values(std::size_t count, unsigned seed) {
    std::mt19937 random{seed};
    std::lognormal_distribution<double> times{10, 2};
    std::vector<double> values(count);
    std::ranges::generate(values, [&] { return times(random); });
    return values;
}

TEST_CASE("a quantile is off by at most one percent") {
    for (const unsigned seed : {1U, 2U, 3U}) {
        const auto values = skewed_values(20'000, seed);
        Sketch sketch;
        for (const auto value : values) sketch.add(value);
        CHECK(sketch.count() == values.size());
        for (const double q : {0.0, 0.01, 0.5, 0.95, 0.99, 0.999, 1.0}) {
            CAPTURE(q);
            const auto exact = exact_quantile(values, q);
            CHECK(std::abs(*sketch.quantile(q) - exact) <= 0.0101 * exact);
        }
    }
}

TEST_CASE("sketches of parts merge to the sketch of the whole") {
    Sketch whole;
    Sketch parts[3];
    const auto values = skewed_values(3'000, 4);
    for (std::size_t i = 0; i < values.size(); ++i) {
        whole.add(values[i]);
        parts[i % 3].add(values[i]);
    }
    parts[2].merge(parts[0]);
    parts[2].merge(parts[1]);
    CHECK(parts[2].buckets() == whole.buckets());
    CHECK(parts[2].count() == whole.count());
}

TEST_CASE("a sketch is had back from its buckets") {
    Sketch sketch;
    for (const auto value : skewed_values(500, 5)) sketch.add(value);
    Sketch again;
    for (const auto& [bucket, times] : sketch.buckets()) again.add_bucket(bucket, times);
    CHECK(again.buckets() == sketch.buckets());
    CHECK(again.quantile(0.9) == sketch.quantile(0.9));
}

TEST_CASE("values of any size take bounded memory, and the large ones stay exact") {
    Sketch sketch;
    for (int exponent = -400; exponent < 400; ++exponent) {
        for (int i = 1; i < 10; ++i) sketch.add(i * std::pow(10.0, exponent / 10.0));
    }
    sketch.add(0);
    sketch.add(-1);
    sketch.add(std::nan(""));
    CHECK(sketch.buckets().size() <= Sketch::buckets_max);
    CHECK(sketch.count() == 800 * 9 + 3);
    CHECK_FALSE(Sketch{}.quantile(0.5));
}

}  // namespace
}  // namespace shadowdiff
