// SPDX-License-Identifier: Apache-2.0
#include "recording/times.hpp"

#include "base/instant.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace shadowdiff::recording {

std::optional<Timestamp> parse_time(std::string_view text) {
    const auto instant = parse_instant(text);
    return instant ? instant->utc() : std::nullopt;
}

std::optional<Timestamp> parse_log_time(std::string_view text) {
    constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    constexpr std::string_view form = "28/Nov/2026:19:04:57 +0000";
    if (text.size() != form.size() || text[2] != '/' || text[6] != '/' || text[11] != ':' ||
        text[20] != ' ') {
        return std::nullopt;
    }
    const auto month = std::ranges::find(months, text.substr(3, 3)) - months.begin() + 1;
    return parse_time(fmt::format("{}-{:02}-{}T{}{}", text.substr(7, 4), month, text.substr(0, 2),
                                  text.substr(12, 8), text.substr(21)));
}

}  // namespace shadowdiff::recording
