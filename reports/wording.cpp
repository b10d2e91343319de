// SPDX-License-Identifier: Apache-2.0
#include "reports/wording.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <chrono>
#include <cmath>

namespace shadowdiff::reports {
namespace {

constexpr std::int64_t us_per_second = 1'000'000;

// Three significant digits, then no zeros that say nothing.
std::string significant(double value, bool round_up) {
    if (value <= 0) return "0";
    const int magnitude = static_cast<int>(std::floor(std::log10(value)));
    const int decimals = std::max(0, 2 - magnitude);
    const double scale = std::pow(10.0, decimals);
    // A product such as 0.1 * 100 is a little above its decimal value and must not be rounded up.
    constexpr double tolerance = 1e-9;
    const double scaled =
        round_up ? std::ceil(value * scale * (1 - tolerance)) : std::round(value * scale);
    std::string text = fmt::format("{:.{}f}", scaled / scale, decimals);
    if (decimals == 0) return text;
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') text.pop_back();
    return text;
}

}  // namespace

std::string some_of(std::vector<std::string> names, std::size_t names_max,
                    std::string_view between) {
    const auto all = names.size();
    names.resize(std::min(all, names_max));
    auto text = fmt::format("{}", fmt::join(names, between));
    if (all > names.size()) text += fmt::format(" and {} more", grouped(all - names.size()));
    return text;
}

std::string percent(double fraction) { return significant(fraction * 100, false) + " %"; }

std::string share(std::uint64_t part, std::uint64_t whole) {
    if (whole == 0) return "–";
    const double value = static_cast<double>(part) / static_cast<double>(whole) * 100;
    if (part > 0 && value < 0.1) return "<0.1 %";
    return fmt::format("{:.1f} %", value);
}

std::string probability(double value) { return fmt::format("{:.1g}", value); }

std::string percent_at_most(double fraction) {
    return significant(std::min(fraction, 1.0) * 100, true) + " %";
}

std::string duration_words(std::int64_t microseconds) {
    const std::int64_t seconds = std::max<std::int64_t>(0, microseconds) / us_per_second;
    if (seconds == 0) return "under 1 s";
    const auto pair = [](std::int64_t large, std::string_view large_unit, std::int64_t small,
                         std::string_view small_unit) {
        if (small == 0) return fmt::format("{} {}", large, large_unit);
        return fmt::format("{} {} {} {}", large, large_unit, small, small_unit);
    };
    if (seconds < 60) return fmt::format("{} s", seconds);
    if (seconds < 3'600) return pair(seconds / 60, "min", seconds % 60, "s");
    if (seconds < 86'400) return pair(seconds / 3'600, "h", seconds / 60 % 60, "min");
    return pair(seconds / 86'400, "d", seconds / 3'600 % 24, "h");
}

std::string latency_words(std::int64_t microseconds) {
    if (microseconds < us_per_second) {
        return fmt::format("{:.1f} ms", static_cast<double>(microseconds) / 1'000);
    }
    return fmt::format("{:.2f} s", static_cast<double>(microseconds) / us_per_second);
}

std::string utc_time(std::int64_t microseconds_since_epoch) {
    const auto time = std::chrono::sys_time<std::chrono::microseconds>{
        std::chrono::microseconds{microseconds_since_epoch}};
    const auto day = std::chrono::floor<std::chrono::days>(time);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss clock{std::chrono::floor<std::chrono::milliseconds>(time - day)};
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                       clock.hours().count(), clock.minutes().count(), clock.seconds().count(),
                       clock.subseconds().count());
}

std::string as_words(std::string_view name) {
    std::string words{name};
    std::ranges::replace(words, '_', ' ');
    return words;
}

}  // namespace shadowdiff::reports
