// SPDX-License-Identifier: Apache-2.0
#include "routes/route.hpp"

#include "base/ascii.hpp"
#include "base/escape.hpp"
#include "base/limits.hpp"
#include "base/text_pattern.hpp"
#include "http/message.hpp"
#include "routes/identifier.hpp"

#include <algorithm>
#include <cstdint>

namespace shadowdiff::routes {
namespace {

constexpr RouteLimits route_limits;
constexpr std::size_t word_bytes_max = 64;  // longer segments are content, not names

bool is_compact_date(std::string_view text) {
    return is_all_digits(text) || is_calendar_date(text) || has_pattern(text, "dddd-dd") ||
           (text.size() > 11 && is_calendar_date(text.substr(0, 10)) &&
            (text[10] == 'T' || text[10] == 't'));
}

bool is_long_hexadecimal(std::string_view text) {
    constexpr std::size_t digits_min = 16;
    return text.size() >= digits_min && is_hexadecimal(text);
}

bool is_token_letter(char c) {
    return ascii::is_alphanumeric(c) || c == '-' || c == '_' || c == '=' || c == '~';
}

// Base64url and its like: long, without the dashes that part words, digits among letters.
bool is_random_token(std::string_view text) {
    constexpr std::size_t length_min = 16;
    if (text.size() < length_min || !std::ranges::all_of(text, is_token_letter)) return false;
    const auto digits = std::ranges::count_if(text, ascii::is_digit);
    const auto letters = std::ranges::count_if(text, ascii::is_letter);
    std::size_t changes = 0;
    for (std::size_t i = 1; i < text.size(); ++i) {
        if (ascii::is_digit(text[i - 1]) != ascii::is_digit(text[i])) ++changes;
    }
    return digits >= 2 && letters >= 2 && changes * 8 >= text.size();
}

// "ord-000123", "cus_9s6XKzkNRiz8i3": a word, a separator and what was minted.
bool is_prefixed_id(std::string_view text) {
    const auto end = text.find_first_of("-_:");
    if (end == std::string_view::npos || end < 2) return false;
    if (!std::ranges::all_of(text.substr(0, end), ascii::is_letter)) return false;
    const auto rest = text.substr(end + 1);
    constexpr std::size_t digits_min = 3;  // "page-2" and "utf-8" are names
    return (is_all_digits(rest) && rest.size() >= digits_min) || is_uuid(rest) || is_ulid(rest) ||
           is_long_hexadecimal(rest) || is_random_token(rest);
}

// Long text with escapes is what somebody typed, not a name in an interface.
bool is_escaped_data(std::string_view text) {
    constexpr std::size_t length_min = 24;
    const auto escapes = std::ranges::count(text, '%');
    return text.size() > length_min && escapes > 0;
}

bool is_minted(std::string_view segment) {
    const bool is_negative = segment.size() > 1 && segment[0] == '-';
    return is_compact_date(segment.substr(is_negative ? 1 : 0)) || is_uuid(segment) ||
           is_ulid(segment) || is_long_hexadecimal(segment) || is_random_token(segment) ||
           is_prefixed_id(segment) || is_escaped_data(segment) || segment.size() > word_bytes_max;
}

// Nearly all are short words that begin with a letter, or numbers: a look at their letters is
// enough.
enum class Looks : std::uint8_t { word, number, other };

Looks looks_of(std::string_view segment) {
    constexpr std::size_t word_bytes_usual = 15;  // a longer one may have been minted
    if (segment.empty()) return Looks::other;
    if (ascii::is_digit(segment[0])) return is_all_digits(segment) ? Looks::number : Looks::other;
    const bool is_word = ascii::is_letter(segment[0]) && segment.size() <= word_bytes_usual &&
                         std::ranges::all_of(segment, ascii::is_alphanumeric);
    return is_word ? Looks::word : Looks::other;
}

void append_segment(std::string_view segment, std::string& text) {
    const auto looks = looks_of(segment);
    if (looks == Looks::word) {
        text += segment;
        return;
    }
    const bool is_pair =
        segment.contains('=') || segment.contains("%3D") || segment.contains("%3d");
    const bool is_named = looks == Looks::other && !is_minted(segment) && !is_pair;
    text += is_named ? printable(segment) : std::string{minted};
}

}  // namespace

void write_path_template(std::string_view path, std::string& text) {
    text.clear();
    std::size_t segments = 0;
    while (!path.empty()) {
        if (++segments > route_limits.segments_max || text.size() > route_limits.path_bytes_max) {
            text += "/…";
            return;
        }
        path.remove_prefix(1);  // the slash
        const auto end = std::min(path.find('/'), path.size());
        // A path parameter (";jsessionid=…") is no part of the name, and a pair holds a value.
        const auto segment = path.substr(0, end);
        text += '/';
        append_segment(segment.substr(0, segment.find(';')), text);
        path.remove_prefix(end);
    }
}

std::string infer(std::string_view method, std::string_view target) {
    const auto verb = printable(method, route_limits.method_bytes_max);
    // CONNECT names a host and a port (RFC 9112, section 3.2.3), OPTIONS may name "*".
    const auto path = http::path_of(target);
    if (!path.starts_with('/')) return verb + " " + printable(path, route_limits.path_bytes_max);
    std::string text;
    write_path_template(path, text);
    return verb + " " + text;
}

}  // namespace shadowdiff::routes
