// SPDX-License-Identifier: Apache-2.0
#include "judge/volatile_value.hpp"

#include "base/ascii.hpp"
#include "base/hash.hpp"
#include "normalise/moment.hpp"
#include "normalise/shape.hpp"

#include <algorithm>

namespace shadowdiff::judge {
namespace {

bool is_number(std::string_view text) {
    if (text.starts_with('-')) text.remove_prefix(1);
    return !text.empty() && ascii::is_digit(text[0]) &&
           text.find_first_not_of("0123456789.") == std::string_view::npos;
}

bool is_zero(std::string_view text) {
    return is_number(text) && text.find_first_not_of("-0.") == std::string_view::npos;
}

// Fewer digits than that are counts, which are zero now and then.
bool is_far_from_zero(std::string_view text) {
    constexpr std::ptrdiff_t digits_min = 5;
    const auto whole = text.substr(0, text.find('.'));
    return is_number(text) && std::ranges::count_if(whole, ascii::is_digit) >= digits_min;
}

std::optional<std::size_t> scale_of(std::string_view text) {
    const auto point = text.find('.');
    if (!is_number(text) || point == std::string_view::npos) return std::nullopt;
    return text.size() - point - 1;
}

bool is_cut(std::string_view text) { return text.ends_with("…") || text.ends_with("…\""); }

bool breaks_form(const diff::Difference& difference, const std::vector<std::string>& legacy) {
    const auto fits = [&](const std::string& value) {
        return normalise::same_shape(value, difference.candidate);
    };
    if (std::ranges::any_of(legacy, fits)) return false;
    // Where legacy's own values are of several forms, there is none to keep.
    return std::ranges::all_of(
        legacy, [&](const auto& value) { return normalise::same_shape(legacy[0], value); });
}

bool breaks_zero(const diff::Difference& difference, const std::vector<std::string>& legacy,
                 const ValueHistory* history) {
    if (!is_zero(ascii::unquoted(difference.candidate)) || (history && history->is_near_zero))
        return false;
    return std::ranges::all_of(
        legacy, [](const auto& value) { return is_far_from_zero(ascii::unquoted(value)); });
}

bool breaks_length(const diff::Difference& difference, const ValueHistory* history,
                   std::uint32_t values_min) {
    if (!history || history->legacy_values < values_min || is_cut(difference.candidate)) {
        return false;
    }
    const auto text = ascii::unquoted(difference.candidate);
    const bool is_quoted = text.size() != difference.candidate.size();
    if (const auto scale = scale_of(text)) {
        // A bare number drops its trailing zeros; longer fractions are whatever the division gave.
        constexpr std::size_t chosen_scale_max = 6;
        if (history->scale_max > chosen_scale_max) return false;
        if (*scale > history->scale_max && history->scale_max > 0) return true;
        return is_quoted && history->scale_min == history->scale_max && history->scale_max > 0 &&
               *scale != history->scale_max;
    }
    return is_quoted && !is_number(text) && history->length_min == history->length_max &&
           history->distinct_values >= values_min && text.size() != history->length_max;
}

std::optional<Duration> spread_of(const std::vector<std::string>& legacy) {
    std::optional<Timestamp> earliest;
    std::optional<Timestamp> latest;
    for (const auto& value : legacy) {
        const auto instant = normalise::moment_of(ascii::unquoted(value));
        if (!instant) return std::nullopt;
        earliest = std::min(earliest.value_or(*instant), *instant);
        latest = std::max(latest.value_or(*instant), *instant);
    }
    return *latest - *earliest;
}

bool breaks_distance(const diff::Difference& difference, const std::vector<std::string>& legacy,
                     const ValueHistory* history, Duration distance_min) {
    const auto instant = normalise::moment_of(ascii::unquoted(difference.candidate));
    const auto spread = spread_of(legacy);
    if (!instant || !spread) return false;
    auto nearest = Duration::max();
    for (const auto& value : legacy) {
        const auto other = *normalise::moment_of(ascii::unquoted(value));
        nearest = std::min(nearest, *instant > other ? *instant - other : other - *instant);
    }
    const auto usual = std::max(*spread, history ? history->spread : Duration{});
    return nearest > std::max(distance_min, 2 * usual);
}

bool is_recent(const ValueHistory& history, std::uint64_t hash) {
    return std::ranges::find(history.recent, hash) != history.recent.end();
}

}  // namespace

std::string_view words(Break broken) {
    switch (broken) {
        case Break::none: return "is as legacy's are";
        case Break::form: return "has another form";
        case Break::length: return "has another length or scale than all of legacy's";
        case Break::zero: return "is zero, and legacy's are far from it";
        case Break::distance: return "is a time further off than legacy's lie apart";
        case Break::constant: return "stays the same, where legacy's never do";
        case Break::renaming: return "breaks the one-to-one renaming of legacy's ids";
    }
    return "";
}

const ValueHistory* VolatileValues::history_of(std::string_view route,
                                               const NoiseKey& place) const {
    const auto found = histories_.find(Key{std::string{route}, place});
    return found == histories_.end() ? nullptr : &found->second;
}

Break VolatileValues::check(std::string_view route, const diff::Difference& difference,
                            const std::vector<std::string>& legacy) const {
    if (difference.kind != diff::Kind::changed) return Break::none;
    if (breaks_form(difference, legacy)) return Break::form;
    const auto* history = history_of(route, key_of(difference));
    if (breaks_zero(difference, legacy, history)) return Break::zero;
    if (breaks_distance(difference, legacy, history, limits_.distance_min)) return Break::distance;
    if (breaks_length(difference, history, limits_.values_min)) return Break::length;
    if (history && history->candidate_run >= limits_.constant_min &&
        history->distinct_run >= limits_.constant_min &&
        history->candidate_last == hash128(difference.candidate).low) {
        return Break::constant;
    }
    return Break::none;
}

void VolatileValues::learn(std::string_view route, const diff::Difference& difference,
                           const std::vector<std::string>& legacy) {
    if (difference.kind != diff::Kind::changed || legacy.empty()) return;
    Key key{std::string{route}, key_of(difference)};
    if (!histories_.contains(key) && histories_.size() >= limits_.histories_max) {
        ++not_followed_;
        return;
    }
    auto& history = histories_[std::move(key)];

    const auto candidate = hash128(difference.candidate).low;
    history.candidate_run = candidate == history.candidate_last ? history.candidate_run + 1 : 1;
    history.candidate_last = candidate;
    const auto first = hash128(legacy[0]).low;
    const bool is_repeated = is_recent(history, first);
    history.distinct_run = is_repeated ? 0 : history.distinct_run + 1;

    for (const auto& value : legacy) {
        const auto text = ascii::unquoted(value);
        const auto scale = scale_of(text).value_or(0);
        const auto hash = hash128(value).low;
        const bool is_new = !is_recent(history, hash);
        if (history.legacy_values == 0) {
            history.length_min = history.length_max = text.size();
            history.scale_min = history.scale_max = scale;
        }
        history.length_min = std::min(history.length_min, text.size());
        history.length_max = std::max(history.length_max, text.size());
        history.scale_min = std::min(history.scale_min, scale);
        history.scale_max = std::max(history.scale_max, scale);
        history.distinct_values += is_new ? 1 : 0;
        history.is_near_zero |= is_number(text) && !is_far_from_zero(text);
        history.recent[history.legacy_values % history.recent.size()] = hash;
        ++history.legacy_values;
    }
    if (const auto spread = spread_of(legacy)) history.spread = std::max(history.spread, *spread);
}

}  // namespace shadowdiff::judge
