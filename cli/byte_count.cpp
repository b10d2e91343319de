// SPDX-License-Identifier: Apache-2.0
#include "cli/byte_count.hpp"

#include "base/result.hpp"

#include <fmt/format.h>

#include <charconv>

namespace shadowdiff::cli {

std::uint64_t to_byte_count(std::string_view flag, std::string_view text) {
    std::uint64_t count = 0;
    const auto [unit, error] = std::from_chars(text.data(), text.data() + text.size(), count);
    const std::string_view rest{unit, text.data() + text.size()};
    constexpr std::uint64_t count_max = 1'000'000;
    if (error == std::errc{} && count > 0 && count <= count_max) {
        if (rest == "K") return count << 10U;
        if (rest == "M") return count << 20U;
        if (rest == "G") return count << 30U;
    }
    throw StartupError{fmt::format("{}: \"{}\" is no size: expected 500M or 2G", flag, text)};
}

}  // namespace shadowdiff::cli
