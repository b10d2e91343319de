// SPDX-License-Identifier: Apache-2.0
#include "normalise/moment.hpp"

#include "base/instant.hpp"
#include "normalise/date.hpp"
#include "normalise/number_form.hpp"
#include "normalise/time_form.hpp"

#include <charconv>
#include <chrono>
#include <cstdint>

namespace shadowdiff::normalise {
namespace {

/// One without an offset is taken for UTC.
std::optional<Timestamp> iso_moment(std::string_view text) {
    const auto instant = parse_instant(text);
    if (!instant) return std::nullopt;
    return Timestamp{instant->local.time_since_epoch() -
                     instant->offset.value_or(std::chrono::minutes{0})};
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
    if (date_time_form(text)) return iso_moment(text);
    if (is_http_date(text)) return parse_date(text);
    return epoch_moment(text);
}

}  // namespace shadowdiff::normalise
