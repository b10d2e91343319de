// SPDX-License-Identifier: Apache-2.0
#include "pipeline/memory_plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdint>

namespace shadowdiff::pipeline {
namespace {

template <class Number>
void lower(Number& limit, std::size_t share) {
    limit = static_cast<Number>(std::min<std::size_t>(limit, share));
}

}  // namespace

Result<MemoryPlan> plan_memory(std::size_t bytes_max) {
    if (bytes_max < memory_min) {
        return std::unexpected{Error{fmt::format("{} MiB are too few: at least {} MiB are needed",
                                                 bytes_max >> 20U, memory_min >> 20U)}};
    }
    MemoryPlan plan;
    lower(plan.capture.ring_bytes, bytes_max / 4);
    lower(plan.savefile.windows_bytes_total_max, bytes_max / 4);
    lower(plan.reassembly.connections_max, bytes_max / 4 / connection_bytes);
    lower(plan.reassembly.out_of_order_total_max, bytes_max / 8);
    lower(plan.http.kept_total_max, bytes_max / 8);
    lower(plan.http.body_bytes_kept_max, bytes_max / 16);
    lower(plan.pipeline.bytes_max, bytes_max / 8);
    lower(plan.frames.fragments_bytes_max, bytes_max / 16);
    lower(plan.waiting.http_bytes_max, bytes_max / 32);
    lower(plan.waiting.worker_bytes_max, bytes_max / 32);
    return plan;
}

Result<MemoryPlan> plan_memory(std::string_view text) {
    const auto size = parse_size(text);
    if (!size) return std::unexpected{size.error()};
    return plan_memory(*size);
}

Result<std::size_t> parse_size(std::string_view text) {
    std::uint64_t count = 0;
    const auto [unit, error] = std::from_chars(text.data(), text.data() + text.size(), count);
    const std::string_view rest{unit, text.data() + text.size()};
    constexpr std::uint64_t count_max = 1 << 30;
    if (error == std::errc{} && count > 0 && count <= count_max) {
        if (rest == "K") return count << 10U;
        if (rest == "M") return count << 20U;
        if (rest == "G") return count << 30U;
    }
    return std::unexpected{
        Error{fmt::format("\"{}\" is no size: expected 256M, 1G or 500000K", text)}};
}

}  // namespace shadowdiff::pipeline
