// SPDX-License-Identifier: Apache-2.0
#include "pipeline/memory_plan.hpp"

#include <doctest/doctest.h>

namespace shadowdiff::pipeline {
namespace {

// All that a capture of this plan can hold.
std::size_t plan_sum(const MemoryPlan& plan) {
    return plan.capture.ring_bytes + plan.reassembly.connections_max * connection_bytes +
           plan.reassembly.out_of_order_total_max + plan.http.kept_total_max +
           plan.pipeline.bytes_max + plan.frames.fragments_bytes_max + plan.waiting.http_bytes_max +
           plan.waiting.worker_bytes_max;
}

}  // namespace

TEST_CASE("the shares of any size stay within it, and grow with it") {
    auto last = plan_memory(memory_min).value();
    for (std::size_t size = memory_min; size <= std::size_t{8} << 30; size += size / 7) {
        const auto plan = plan_memory(size).value();
        CHECK(plan_sum(plan) <= size);
        CHECK(plan.reassembly.connections_max >= last.reassembly.connections_max);
        CHECK(plan.waiting.http_bytes_max >= last.waiting.http_bytes_max);
        // One connection at its bounds does not drive out all others.
        CHECK(plan.waiting.http_bytes_max >=
              2 * (plan.http.head_bytes_max + plan.http.held_bytes_max));
        CHECK(plan.capture.ring_bytes >= last.capture.ring_bytes);
        last = plan;
    }
}

TEST_CASE("a large size gives the defaults") {
    const auto plan = plan_memory(std::size_t{64} << 30).value();
    CHECK(plan_sum(plan) == plan_sum(MemoryPlan{}));
    CHECK(plan.http.body_bytes_kept_max == HttpLimits{}.body_bytes_kept_max);
}

TEST_CASE("what is too small or no size is refused with what is expected") {
    CHECK(plan_memory("64M").has_value());
    for (const auto* text : {"63M", "65535K", "1K"}) {
        CHECK(plan_memory(text).error().message.contains("at least 64 MiB"));
    }
    for (const auto* text : {"", "M", "64", "0M", "-64M", "64MB", "64m", "1T", " 64M",
                             "99999999999999999999G", "2000000000G"}) {
        CHECK(plan_memory(text).error().message.contains("256M"));
    }
    CHECK(parse_size("1G") == std::size_t{1} << 30);
    CHECK(parse_size("65536K") == std::size_t{64} << 20);
}

}  // namespace shadowdiff::pipeline
