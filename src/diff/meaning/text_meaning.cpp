// SPDX-License-Identifier: Apache-2.0
#include "base/ascii.hpp"
#include "base/instant.hpp"
#include "content/charset.hpp"
#include "diff/diff.hpp"
#include "diff/fields/same_url.hpp"
#include "diff/meaning/meaning.hpp"
#include "routes/identifier.hpp"

#include <algorithm>
#include <ranges>

namespace shadowdiff::diff {

namespace {

constexpr Meaning representation(Hint hint) { return {Kind::representation, Severity::none, hint}; }

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f'; }

bool differ_in_space_only(std::string_view one, std::string_view other) {
    const auto dense = [](std::string_view text) {
        return text | std::views::filter([](char c) { return !is_space(c); });
    };
    return std::ranges::equal(dense(one), dense(other));
}

/// "1,000.50" of "1.000,50", where there is something to mistake.
bool is_other_locale(std::string_view one, std::string_view other) {
    if (one.size() != other.size() || one.find_first_of(".,") == one.npos) return false;
    if (one.find_first_not_of("0123456789.,-+ ") != one.npos) return false;
    return std::ranges::equal(one, other, [](char here, char there) {
        if (here == '.') return there == ',';
        return here == ',' ? there == '.' : here == there;
    });
}

std::optional<Meaning> meaning_of_times(Meaning found, std::string_view legacy,
                                        std::string_view candidate) {
    const auto one = parse_instant(legacy);
    const auto other = parse_instant(candidate);
    if (!one || !other) return std::nullopt;
    if (one->offset && other->offset && one->utc() == other->utc()) {
        return representation(Hint::time_format);
    }
    if (one->offset.has_value() != other->offset.has_value() && one->local == other->local) {
        return Meaning{found.kind, found.severity, Hint::offset_missing};
    }
    if (!one->offset && !other->offset && one->local == other->local) {
        return representation(Hint::time_format);
    }
    return std::nullopt;
}

std::optional<Meaning> meaning_of_urls(Meaning found, std::string_view legacy,
                                       std::string_view candidate) {
    switch (compare_urls(legacy, candidate)) {
        case UrlComparison::same: return representation(Hint::url_spelling);
        case UrlComparison::other_host: return Meaning{found.kind, found.severity, Hint::host_only};
        case UrlComparison::different: break;
    }
    return std::nullopt;
}

bool begins_like_json(std::string_view text) {
    return text.starts_with('{') || text.starts_with('[');
}

/// Objects and lists in a text are compared by what they say; scalars are texts.
std::optional<Meaning> meaning_of_nested(Meaning found, std::string_view legacy,
                                         std::string_view candidate) {
    if (!begins_like_json(legacy) || !begins_like_json(candidate)) return std::nullopt;
    const auto one = json::parse(Bytes{legacy});
    const auto other = json::parse(Bytes{candidate});
    if (!one || !other) return std::nullopt;
    const auto inside = diff_json(*one, *other);
    const bool is_one =
        inside.unlisted == 0 && std::ranges::all_of(inside.list, [](const Difference& difference) {
            return difference.severity == Severity::none;
        });
    if (is_one) return representation(Hint::nested_json);
    return Meaning{found.kind, found.severity, Hint::nested_json};
}

/// The case of a word that programs read counts as another word; that of a sentence does not.
std::optional<Meaning> meaning_of_case(Meaning found, std::string_view legacy,
                                       std::string_view candidate) {
    const bool is_same =
        std::ranges::equal(legacy, candidate, {}, ascii::to_lower, ascii::to_lower);
    if (!is_same) return std::nullopt;
    if (routes::is_uuid(legacy)) return representation(Hint::uuid_case);
    const bool is_word = legacy.find(' ') == legacy.npos;
    return Meaning{found.kind, is_word ? Severity::high : found.severity, Hint::case_only};
}

}  // namespace

Meaning meaning_of_texts(Meaning found, std::string_view legacy, std::string_view candidate) {
    if (const auto meaning = meaning_of_times(found, legacy, candidate)) return *meaning;
    if (const auto meaning = meaning_of_urls(found, legacy, candidate)) return *meaning;
    if (const auto meaning = meaning_of_nested(found, legacy, candidate)) return *meaning;
    if (const auto meaning = meaning_of_case(found, legacy, candidate)) return *meaning;
    if (differ_in_space_only(legacy, candidate)) {
        return {found.kind, found.severity, Hint::white_space_only};
    }
    if (is_other_locale(legacy, candidate)) {
        return {found.kind, found.severity, Hint::number_locale};
    }
    if (content::same_normalised(legacy, candidate)) {
        return {found.kind, Severity::low, Hint::unicode_form};
    }
    return found;
}

}  // namespace shadowdiff::diff
