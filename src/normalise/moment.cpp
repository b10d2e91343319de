// SPDX-License-Identifier: Apache-2.0
#include "normalise/moment.hpp"

#include "normalise/date.hpp"
#include "normalise/number_form.hpp"
#include "normalise/time_form.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdint>

namespace shadowdiff::normalise {
namespace {

int signed_number(std::string_view digits) {
    int value = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return value;
}

Duration fraction_of(std::string_view digits) {
    std::int64_t nanoseconds = 0;
    for (std::size_t i = 0; i < 9; ++i) {
        nanoseconds = nanoseconds * 10 + (i < digits.size() ? digits[i] - '0' : 0);
    }
    return Duration{nanoseconds};
}

/// "+02:00", "+0200", "+02"; nothing, "Z" and "z" are none.
std::chrono::minutes zone_offset(std::string_view text) {
    if (text.size() < 3) return std::chrono::minutes{0};
    const auto hours = signed_number(text.substr(1, 2));
    const auto minutes = text.size() >= 5 ? signed_number(text.substr(text.size() - 2)) : 0;
    const std::chrono::minutes offset{hours * 60 + minutes};
    return text[0] == '-' ? -offset : offset;
}

/// Of a text that date_time_form knows.
std::optional<Timestamp> iso_moment(std::string_view text) {
    using namespace std::chrono;
    const year_month_day day{
        year{signed_number(text.substr(0, 4))},
        month{static_cast<unsigned>(signed_number(text.substr(5, 2)))},
        std::chrono::day{static_cast<unsigned>(signed_number(text.substr(8, 2)))}};
    if (!day.ok()) return std::nullopt;
    const auto of_day =
        hours{signed_number(text.substr(11, 2))} + minutes{signed_number(text.substr(14, 2))};
    Timestamp instant = time_point_cast<Duration>(sys_days{day}) + of_day;
    text.remove_prefix(16);
    if (text.starts_with(':')) {
        instant += seconds{signed_number(text.substr(1, 2))};
        text.remove_prefix(3);
    }
    if (text.starts_with('.') || text.starts_with(',')) {
        const auto end = std::min(text.find_first_not_of("0123456789", 1), text.size());
        instant += fraction_of(text.substr(1, end - 1));
        text.remove_prefix(end);
    }
    return instant - zone_offset(text);
}

std::optional<Timestamp> epoch_moment(std::string_view text) {
    const auto epoch = epoch_of(text);
    if (epoch == Epoch::none || !is_integer(text)) return std::nullopt;
    std::int64_t count = 0;
    std::from_chars(text.data(), text.data() + text.size(), count);
    switch (epoch) {
        case Epoch::none: break;
        case Epoch::seconds: return Timestamp{std::chrono::seconds{count}};
        case Epoch::milliseconds: return Timestamp{std::chrono::milliseconds{count}};
        case Epoch::microseconds: return Timestamp{std::chrono::microseconds{count}};
    }
    return std::nullopt;
}

}  // namespace

std::optional<Timestamp> moment_of(std::string_view text) {
    // Nanoseconds since 1970 end in the year 2262.
    if (date_time_form(text)) {
        return text < "1700" || text >= "2200" ? std::nullopt : iso_moment(text);
    }
    if (is_http_date(text)) return parse_date(text);
    return epoch_moment(text);
}

}  // namespace shadowdiff::normalise
