// SPDX-License-Identifier: Apache-2.0
#include "recording/times.hpp"

#include "base/ascii.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace shadowdiff::recording {
namespace {

// Takes fixed parts from the front of a text; after a fault all is false or 0.
class Scanner {
public:
    explicit Scanner(std::string_view text) : rest_{text} {}

    int digits(std::size_t count) {
        int value = 0;
        for (std::size_t i = 0; i < count; ++i) {
            if (rest_.empty() || !ascii::is_digit(rest_.front())) return fail();
            value = value * 10 + (rest_.front() - '0');
            rest_.remove_prefix(1);
        }
        return value;
    }
    bool one_of(std::string_view characters) {
        if (rest_.empty() || !characters.contains(rest_.front())) return fail() != 0;
        last_ = rest_.front();
        rest_.remove_prefix(1);
        return true;
    }
    bool may_take(char character) {
        if (!rest_.starts_with(character)) return false;
        rest_.remove_prefix(1);
        return true;
    }
    std::string_view letters(std::size_t count) {
        const auto taken = rest_.substr(0, count);
        rest_.remove_prefix(taken.size());
        return taken;
    }
    // Decimals behind a point, as nanoseconds.
    std::int64_t decimals() {
        std::int64_t value = 0;
        std::int64_t unit = 100'000'000;
        for (; !rest_.empty() && ascii::is_digit(rest_.front()); rest_.remove_prefix(1)) {
            value += (rest_.front() - '0') * unit;
            unit /= 10;
        }
        return value;
    }
    char last() const { return last_; }
    bool is_done() const { return !has_failed_ && rest_.empty(); }
    int fail() {
        has_failed_ = true;
        rest_ = {};
        return 0;
    }

private:
    std::string_view rest_;
    char last_ = 0;
    bool has_failed_ = false;
};

struct Parts {
    int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, zone_minutes = 0;
    std::int64_t nanoseconds = 0;
};

// "+02:00", or "+0200".
int zone(Scanner& scanner) {
    const int sign = scanner.last() == '-' ? -1 : 1;
    const int hours = scanner.digits(2);
    scanner.may_take(':');
    return sign * (hours * 60 + scanner.digits(2));
}

std::optional<Timestamp> to_timestamp(const Parts& parts) {
    using namespace std::chrono;
    const year_month_day date{year{parts.year}, month{static_cast<unsigned>(parts.month)},
                              day{static_cast<unsigned>(parts.day)}};
    const bool is_time = parts.hour < 24 && parts.minute < 60 && parts.second <= 60;
    constexpr int year_max = 2261;  // nanoseconds since 1970 reach no further
    if (!date.ok() || !is_time || parts.year < 1970 || parts.year > year_max) return std::nullopt;
    return sys_days{date} + hours{parts.hour} + minutes{parts.minute - parts.zone_minutes} +
           seconds{parts.second} + nanoseconds{parts.nanoseconds};
}

}  // namespace

std::optional<Timestamp> parse_rfc3339(std::string_view text) {
    Scanner scanner{text};
    Parts parts;
    parts.year = scanner.digits(4);
    scanner.one_of("-");
    parts.month = scanner.digits(2);
    scanner.one_of("-");
    parts.day = scanner.digits(2);
    scanner.one_of("Tt ");
    parts.hour = scanner.digits(2);
    scanner.one_of(":");
    parts.minute = scanner.digits(2);
    scanner.one_of(":");
    parts.second = scanner.digits(2);
    if (scanner.may_take('.')) parts.nanoseconds = scanner.decimals();
    if (scanner.one_of("Zz+-") && ascii::to_lower(scanner.last()) != 'z') {
        parts.zone_minutes = zone(scanner);
    }
    return scanner.is_done() ? to_timestamp(parts) : std::nullopt;
}

std::optional<Timestamp> parse_log_time(std::string_view text) {
    constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    Scanner scanner{text};
    Parts parts;
    parts.day = scanner.digits(2);
    scanner.one_of("/");
    const auto* month = std::ranges::find(months, scanner.letters(3));
    parts.month = static_cast<int>(month - months.begin()) + 1;
    scanner.one_of("/");
    parts.year = scanner.digits(4);
    scanner.one_of(":");
    parts.hour = scanner.digits(2);
    scanner.one_of(":");
    parts.minute = scanner.digits(2);
    scanner.one_of(":");
    parts.second = scanner.digits(2);
    scanner.one_of(" ");
    if (scanner.one_of("+-")) parts.zone_minutes = zone(scanner);
    return scanner.is_done() ? to_timestamp(parts) : std::nullopt;
}

}  // namespace shadowdiff::recording
