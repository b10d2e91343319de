// SPDX-License-Identifier: Apache-2.0
#include "base/instant.hpp"

#include "base/text_pattern.hpp"

#include <algorithm>
#include <string>

namespace shadowdiff {
namespace {

using namespace std::chrono_literals;
unsigned digits_value(std::string_view digits) {
    unsigned value = 0;
    for (const char c : digits) value = value * 10 + static_cast<unsigned>(c - '0');
    return value;
}

std::optional<std::chrono::local_days> take_day(std::string_view& text) {
    if (text.size() < 11 || !has_pattern(text.substr(0, 10), "dddd-dd-dd")) return std::nullopt;
    if (text[10] != 'T' && text[10] != 't' && text[10] != ' ') return std::nullopt;
    const std::chrono::year_month_day day{
        std::chrono::year{static_cast<int>(digits_value(text.substr(0, 4)))},
        std::chrono::month{digits_value(text.substr(5, 2))},
        std::chrono::day{digits_value(text.substr(8, 2))}};
    if (!day.ok() || day.year() < std::chrono::year{1700} || day.year() > std::chrono::year{2200}) {
        return std::nullopt;
    }
    text.remove_prefix(11);
    return std::chrono::local_days{day};
}

/// What is finer than a nanosecond cannot be told apart here, so it is no moment.
std::optional<Duration> take_fraction(std::string_view& text) {
    if (!text.starts_with('.') && !text.starts_with(',')) return 0ns;
    text.remove_prefix(1);
    const auto digits = std::min(text.find_first_not_of("0123456789"), text.size());
    if (digits == 0) return std::nullopt;
    std::string nine{text.substr(0, digits)};
    if (nine.find_first_not_of('0', std::min<std::size_t>(digits, 9)) != nine.npos) {
        return std::nullopt;
    }
    nine.resize(9, '0');
    text.remove_prefix(digits);
    return Duration{digits_value(nine)};
}

std::optional<Duration> take_time(std::string_view& text) {
    if (text.size() < 5 || !has_pattern(text.substr(0, 5), "dd:dd")) return std::nullopt;
    const auto hours = digits_value(text.substr(0, 2));
    const auto minutes = digits_value(text.substr(3, 2));
    text.remove_prefix(5);
    unsigned seconds = 0;
    if (text.size() >= 3 && has_pattern(text.substr(0, 3), ":dd")) {
        seconds = digits_value(text.substr(1, 2));
        text.remove_prefix(3);
    }
    const auto fraction = take_fraction(text);
    // A leap second is a moment that UTC as a count of seconds has not: it equals no other.
    if (hours > 23 || minutes > 59 || seconds > 59 || !fraction) return std::nullopt;
    return std::chrono::hours{hours} + std::chrono::minutes{minutes} +
           std::chrono::seconds{seconds} + *fraction;
}

/// What is left of the text must be an offset as a whole.
std::optional<std::chrono::minutes> offset_of(std::string_view text) {
    if (text == "Z" || text == "z") return 0min;
    if (!text.starts_with('+') && !text.starts_with('-')) return std::nullopt;
    const bool is_west = text[0] == '-';
    text.remove_prefix(1);
    if (!has_pattern(text, "dd:dd") && !has_pattern(text, "dddd") && !has_pattern(text, "dd")) {
        return std::nullopt;
    }
    const auto hours = digits_value(text.substr(0, 2));
    const auto minutes = text.size() == 2 ? 0 : digits_value(text.substr(text.size() - 2));
    if (hours > 23 || minutes > 59) return std::nullopt;
    const std::chrono::minutes east = std::chrono::hours{hours} + std::chrono::minutes{minutes};
    return is_west ? -east : east;
}

}  // namespace

std::optional<Timestamp> Instant::utc() const {
    if (!offset) return std::nullopt;
    return Timestamp{local.time_since_epoch() - *offset};
}

std::optional<Instant> parse_instant(std::string_view text) {
    constexpr std::size_t longest = 48;
    if (text.size() > longest) return std::nullopt;
    const auto day = take_day(text);
    if (!day) return std::nullopt;
    const auto time = take_time(text);
    if (!time) return std::nullopt;
    Instant instant{*day + *time, std::nullopt};
    if (text.empty()) return instant;
    instant.offset = offset_of(text);
    return instant.offset ? std::optional{instant} : std::nullopt;
}

}  // namespace shadowdiff
