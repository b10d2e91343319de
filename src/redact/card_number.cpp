// SPDX-License-Identifier: Apache-2.0
#include "base/ascii.hpp"
#include "redact/forms.hpp"

#include <algorithm>
#include <vector>

namespace shadowdiff::redact {
namespace {

constexpr std::size_t digits_min = 13;
constexpr std::size_t digits_max = 19;

// ISO/IEC 7812-1: every second digit from the right is doubled.
bool has_right_check_digit(std::string_view digits) {
    int sum = 0;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        const int digit = digits[digits.size() - 1 - i] - '0';
        const int weighted = i % 2 == 0 ? digit : 2 * digit;
        sum += weighted > 9 ? weighted - 9 : weighted;
    }
    return sum % 10 == 0;
}

struct Issuer {
    std::string_view first;  // the range of leading digits, both of one length
    std::string_view last;
    std::size_t length_min;
    std::size_t length_max;
};

// One number in ten has a right check digit; the issuers' ranges spare times and most plain ids.
constexpr Issuer issuers[] = {
    {"34", "34", 15, 15},     {"37", "37", 15, 15},      // American Express
    {"300", "305", 14, 19},   {"36", "36", 14, 19},      // Diners Club
    {"38", "39", 14, 19},                                //
    {"6011", "6011", 16, 19}, {"644", "659", 16, 19},    // Discover
    {"3528", "3589", 16, 19},                            // JCB
    {"51", "55", 16, 16},     {"2221", "2720", 16, 16},  // Mastercard
    {"50", "50", 13, 19},     {"56", "63", 13, 19},      // Maestro, UnionPay
    {"67", "69", 13, 19},                                //
    {"4", "4", 13, 13},       {"4", "4", 16, 16},        // Visa
    {"4", "4", 19, 19},                                  //
};

bool is_issued(std::string_view digits) {
    return std::ranges::any_of(issuers, [&](const Issuer& issuer) {
        const auto lead = digits.substr(0, issuer.first.size());
        return lead >= issuer.first && lead <= issuer.last && digits.size() >= issuer.length_min &&
               digits.size() <= issuer.length_max;
    });
}

bool is_printed_like_a_card(const std::vector<std::size_t>& groups) {
    using Groups = std::vector<std::size_t>;
    return groups.size() == 1 || groups == Groups{4, 4, 4, 4} || groups == Groups{4, 4, 4, 4, 3} ||
           groups == Groups{4, 4, 4, 1} || groups == Groups{4, 6, 5} || groups == Groups{4, 6, 4};
}

bool continues_a_word(std::string_view text, std::size_t end) {
    if (end == text.size()) return false;
    if (ascii::is_alphanumeric(text[end]) || text[end] == '_') return true;
    // "4111111111111111.5" is a measure.
    return text[end] == '.' && end + 1 < text.size() && ascii::is_digit(text[end + 1]);
}

bool follows_a_word(std::string_view text, std::size_t at) {
    if (at == 0) return false;
    const char before = text[at - 1];
    return before == '_' || (before == '.' && at > 1 && ascii::is_digit(text[at - 2]));
}

// Most numbers are short, and no group of others.
bool is_short_number(std::string_view text, std::size_t at) {
    auto end = at;
    while (end < text.size() && ascii::is_digit(text[end])) ++end;
    return end - at < digits_min && (end == text.size() || (text[end] != ' ' && text[end] != '-'));
}

}  // namespace

std::optional<Match> match_card_number(std::string_view text, std::size_t at) {
    if (!ascii::is_digit(text[at]) || is_short_number(text, at) || follows_a_word(text, at)) {
        return std::nullopt;
    }
    std::string digits;
    std::vector<std::size_t> groups;
    for (std::size_t end = at; digits.size() <= digits_max;) {
        const auto group_begin = end;
        while (end < text.size() && ascii::is_digit(text[end]) && digits.size() <= digits_max) {
            digits += text[end++];
        }
        if (end == group_begin) return std::nullopt;
        groups.push_back(end - group_begin);
        const bool is_card = digits.size() >= digits_min && digits.size() <= digits_max &&
                             is_printed_like_a_card(groups) && !continues_a_word(text, end) &&
                             is_issued(digits) && has_right_check_digit(digits);
        if (is_card) return Match{at, end, digits};
        if (end == text.size() || (text[end] != ' ' && text[end] != '-')) return std::nullopt;
        ++end;
    }
    return std::nullopt;
}

}  // namespace shadowdiff::redact
