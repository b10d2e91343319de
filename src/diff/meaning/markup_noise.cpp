// SPDX-License-Identifier: Apache-2.0
#include "diff/meaning/markup_noise.hpp"

#include "base/ascii.hpp"
#include "diff/place.hpp"
#include "normalise/shape.hpp"

#include <algorithm>
#include <array>

namespace shadowdiff::diff {

namespace {

bool is_token_place(std::string_view name) {
    if (name == "@nonce" || name == "@integrity") return true;
    if (!name.starts_with("@value:") && !name.starts_with("@content:")) return false;
    const auto lower = ascii::lower_case(name);
    static constexpr std::array words = {std::string_view{"csrf"}, std::string_view{"xsrf"},
                                         std::string_view{"token"}, std::string_view{"nonce"},
                                         std::string_view{"viewstate"}};
    return std::ranges::any_of(words, [&](std::string_view word) { return lower.contains(word); });
}

bool is_asset_place(std::string_view name) {
    return name == "@src" || name == "@href" || name == "@srcset" || name == "@content";
}

std::string_view take_word(std::string_view& rest) {
    const auto end = std::min(rest.find_first_of("./-_?=&\\"), rest.size());
    const auto word = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    return word;
}

/// "3f2a" and "9c1b": of one length, with digits, and of few letters or many mixed ones.
bool are_hashes(std::string_view one, std::string_view other) {
    constexpr std::size_t length_min = 4;
    constexpr std::size_t mixed_length_min = 8;
    if (one.size() != other.size() || one.size() < length_min) return false;
    const auto could_be = [](std::string_view word) {
        const bool has_digit = std::ranges::any_of(word, ascii::is_digit);
        const bool has_letter = std::ranges::any_of(word, ascii::is_letter);
        return std::ranges::all_of(word, ascii::is_hex_digit) ||
               (word.size() >= mixed_length_min && has_digit && has_letter &&
                std::ranges::all_of(word, ascii::is_alphanumeric));
    };
    const bool any_digit =
        std::ranges::any_of(one, ascii::is_digit) || std::ranges::any_of(other, ascii::is_digit);
    return any_digit && could_be(one) && could_be(other);
}

bool is_asset(std::string_view url) {
    static constexpr std::array endings = {
        std::string_view{".js"},   std::string_view{".css"},   std::string_view{".png"},
        std::string_view{".svg"},  std::string_view{".jpg"},   std::string_view{".jpeg"},
        std::string_view{".webp"}, std::string_view{".gif"},   std::string_view{".ico"},
        std::string_view{".mjs"},  std::string_view{".woff2"}, std::string_view{".json"}};
    const auto path = url.substr(0, url.find('?'));
    return std::ranges::any_of(endings,
                               [&](std::string_view ending) { return path.ends_with(ending); });
}

bool is_one_asset(std::string_view legacy, std::string_view candidate) {
    if (!is_asset(legacy) || !is_asset(candidate)) return false;
    std::size_t hashes = 0;
    while (!legacy.empty() && !candidate.empty()) {
        const auto one = take_word(legacy);
        const auto other = take_word(candidate);
        if (one == other) continue;
        if (!are_hashes(one, other)) return false;
        ++hashes;
    }
    return legacy.empty() && candidate.empty() && hashes > 0;
}

}  // namespace

bool is_markup_noise(const Difference& difference) {
    if (difference.kind != Kind::changed) return false;
    const auto name = last_name(difference.pattern);
    if (is_asset_place(name)) {
        return is_one_asset(ascii::unquoted(difference.legacy),
                            ascii::unquoted(difference.candidate));
    }
    return is_token_place(name) && normalise::looks_minted(difference.legacy) &&
           normalise::looks_minted(difference.candidate) &&
           normalise::same_shape(difference.legacy, difference.candidate);
}

}  // namespace shadowdiff::diff
