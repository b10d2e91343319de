// SPDX-License-Identifier: Apache-2.0
#include "content/output_bounds.hpp"

#include <fmt/format.h>

namespace shadowdiff::content {
namespace {

constexpr std::uint64_t harmless_bytes = 1 << 20;

std::string mebibytes(std::size_t bytes) {
    if (bytes % (1 << 20) == 0) return fmt::format("{} MiB", bytes >> 20);
    return fmt::format("{} bytes", bytes);
}

}  // namespace

std::optional<Undecodable> OutputBounds::add(std::size_t decoded_bytes, std::uint64_t coded_bytes) {
    decoded_bytes_ += decoded_bytes;
    return check(coded_bytes, 0);
}

std::optional<Undecodable> OutputBounds::add_unlimited_ratio(std::size_t decoded_bytes,
                                                             std::uint64_t coded_bytes) {
    decoded_bytes_ += decoded_bytes;
    return check(coded_bytes, harmless_bytes);
}

std::optional<Undecodable> OutputBounds::check(std::uint64_t coded_bytes,
                                               std::uint64_t free_bytes) const {
    if (decoded_bytes_ > limits_.decoded_bytes_max) {
        return Undecodable{
            fmt::format("decodes to more than {}", mebibytes(limits_.decoded_bytes_max)), true};
    }
    if (decoded_bytes_ > free_bytes && decoded_bytes_ / limits_.ratio_max > coded_bytes) {
        return Undecodable{
            fmt::format("decodes to more than {} times its size", limits_.ratio_max)};
    }
    return std::nullopt;
}

}  // namespace shadowdiff::content
