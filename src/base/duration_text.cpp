// SPDX-License-Identifier: Apache-2.0
#include "base/duration_text.hpp"

#include <charconv>
#include <cstdint>

namespace shadowdiff {

std::optional<Duration> parse_duration(std::string_view text) {
    std::int64_t count = 0;
    const auto [unit, error] = std::from_chars(text.data(), text.data() + text.size(), count);
    const std::string_view rest{unit, text.data() + text.size()};
    constexpr std::int64_t count_max = 1'000'000;
    if (error != std::errc{} || count <= 0 || count > count_max) return std::nullopt;
    if (rest == "ms") return std::chrono::milliseconds{count};
    if (rest == "s") return std::chrono::seconds{count};
    if (rest == "m") return std::chrono::minutes{count};
    if (rest == "h") return std::chrono::hours{count};
    return std::nullopt;
}

}  // namespace shadowdiff
