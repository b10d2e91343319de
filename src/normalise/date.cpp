// SPDX-License-Identifier: Apache-2.0
#include "normalise/date.hpp"

#include "base/ascii.hpp"
#include "base/text_pattern.hpp"
#include "routes/identifier.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

namespace shadowdiff::normalise {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t date_bytes_max = 64;

struct Parts {
    std::optional<std::chrono::seconds> time;
    std::optional<int> day;
    std::optional<int> month;
    std::optional<int> year;
};

int number(std::string_view digits) {
    int value = 0;
    for (const char c : digits) value = value * 10 + (c - '0');
    return value;
}

std::optional<std::chrono::seconds> time_of_day(std::string_view token) {
    if (!has_pattern(token, "dd:dd:dd") && !has_pattern(token, "d:dd:dd")) {
        return std::nullopt;
    }
    const auto colon = token.find(':');
    const int hours = number(token.substr(0, colon));
    const int minutes = number(token.substr(colon + 1, 2));
    const int seconds = number(token.substr(colon + 4, 2));
    if (hours > 23 || minutes > 59 || seconds > 60) return std::nullopt;
    return std::chrono::hours{hours} + std::chrono::minutes{minutes} +
           std::chrono::seconds{seconds};
}

std::optional<int> month_of(std::string_view token) {
    static constexpr std::string_view months = "janfebmaraprmayjunjulaugsepoctnovdec";
    if (token.size() < 3) return std::nullopt;
    const auto at = months.find(ascii::lower_case(token.substr(0, 3)));
    if (at == std::string_view::npos || at % 3 != 0) return std::nullopt;
    return static_cast<int>(at / 3) + 1;
}

// Two digits mean 1970 to 2069 (RFC 6265, section 5.1.1).
std::optional<int> year_of(std::string_view token) {
    if (!routes::is_all_digits(token)) return std::nullopt;
    if (token.size() == 4) return number(token);
    if (token.size() != 2) return std::nullopt;
    const int year = number(token);
    return year < 70 ? 2000 + year : 1900 + year;
}

// The first token of each kind counts.
void take(Parts& parts, std::string_view token) {
    if (!parts.time) {
        parts.time = time_of_day(token);
        if (parts.time) return;
    }
    if (!parts.day && token.size() <= 2 && routes::is_all_digits(token)) {
        parts.day = number(token);
        return;
    }
    if (!parts.month) {
        parts.month = month_of(token);
        if (parts.month) return;
    }
    if (!parts.year) parts.year = year_of(token);
}

}  // namespace

std::optional<Timestamp> parse_date(std::string_view text) {
    if (text.size() > date_bytes_max) return std::nullopt;
    Parts parts;
    while (!text.empty()) {
        const auto end = std::min(text.find_first_of(" ,-"), text.size());
        if (end > 0) take(parts, text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    if (!parts.time || !parts.day || !parts.month || !parts.year) return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year{*parts.year},
                                           std::chrono::month{static_cast<unsigned>(*parts.month)},
                                           std::chrono::day{static_cast<unsigned>(*parts.day)}};
    // Nanoseconds since 1970 end in 2262; a later date is as good as that.
    constexpr auto latest = std::chrono::year{2200} / 1 / 1;
    if (!date.ok() || *parts.year < 1700) return std::nullopt;
    return Timestamp{std::chrono::sys_days{std::min(date, latest)}} + *parts.time;
}

std::string relative_date(std::string_view expires, std::optional<Timestamp> date) {
    const auto moment = parse_date(expires);
    if (!moment) return std::string{expires};
    if (!date) return *moment <= Timestamp{} + 24h ? "in the past" : "a date";
    const auto left = *moment - *date;
    if (left <= 0s) return "in the past";
    if (left > 24h * 400) return "in over 400 days";
    return fmt::format("in {} minutes", std::chrono::round<std::chrono::minutes>(left).count());
}

}  // namespace shadowdiff::normalise
