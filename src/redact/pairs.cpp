// SPDX-License-Identifier: Apache-2.0
#include "redact/pairs.hpp"

#include "base/ascii.hpp"
#include "redact/find.hpp"

#include <algorithm>
#include <charconv>

namespace shadowdiff::redact {
namespace {

// One pair by its offsets in the text; without '=' the value is empty at the pair's end.
struct Pair {
    std::size_t begin;
    std::size_t equals;
    std::size_t end;
    bool has_equals() const { return equals < end; }
    std::size_t value_begin() const { return has_equals() ? equals + 1 : begin; }
};

Pair pair_at(std::string_view text, std::size_t begin, std::string_view separators) {
    const auto end = std::min(text.find_first_of(separators, begin), text.size());
    return {begin, begin + std::min(text.substr(begin, end - begin).find('='), end - begin), end};
}

std::string_view slice(std::string_view text, std::size_t begin, std::size_t end) {
    return text.substr(begin, end - begin);
}

bool holds_credential(std::string_view raw, std::string_view decoded, const Known& known,
                      Separators separators = Separators::all) {
    return !find_credentials(decoded, known, separators).empty() ||
           (raw != decoded && !find_credentials(raw, known, separators).empty());
}

// Quotation marks around a cookie's value are no part of what it says.
void replace_value(Rewrite& rewrite, std::string_view text, const Pair& pair,
                   const Digester& digester) {
    const auto value = ascii::trimmed(slice(text, pair.value_begin(), pair.end));
    if (value.empty() || is_redacted(value)) return;
    const auto begin = static_cast<std::size_t>(value.data() - text.data());
    rewrite.replace(begin, begin + value.size(), digester(value));
}

}  // namespace

std::string percent_decoded(std::string_view text) {
    std::string decoded;
    decoded.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        unsigned code = 0;
        if (text[i] == '%' && text.size() - i > 2 && ascii::is_hex_digit(text[i + 1]) &&
            ascii::is_hex_digit(text[i + 2])) {
            std::from_chars(&text[i + 1], &text[i + 1] + 2, code, 16);
            decoded += static_cast<char>(code);
            i += 2;
        } else {
            decoded += text[i] == '+' ? ' ' : text[i];
        }
    }
    return decoded;
}

std::string redact_pairs(std::string_view pairs, const Known& known, const Digester& digester) {
    Rewrite rewrite{pairs};
    for (std::size_t at = 0; at < pairs.size();) {
        auto pair = pair_at(pairs, at, "&;");
        const bool is_secret =
            pair.has_equals() &&
            known.names.is_secret_field(percent_decoded(slice(pairs, pair.begin, pair.equals)));
        // Few still part pairs by ';': it may be a letter of the secret.
        if (is_secret) pair.end = std::min(pairs.find('&', pair.end), pairs.size());
        const auto name = slice(pairs, pair.begin, pair.equals);
        const auto plain_name = percent_decoded(name);
        // A colon in a name, as in filter[session:start], announces no value.
        if (pair.has_equals() &&
            holds_credential(name, plain_name, known, Separators::equals_sign_only)) {
            rewrite.replace(pair.begin, pair.equals, digester(plain_name));
        }
        const auto raw = slice(pairs, pair.value_begin(), pair.end);
        const auto value = percent_decoded(raw);
        if (!is_redacted(value) && !value.empty() &&
            (is_secret || holds_credential(raw, value, known))) {
            rewrite.replace(pair.value_begin(), pair.end, digester(value));
        }
        at = pair.end + 1;
    }
    return rewrite.finish();
}

std::string redact_cookie_pairs(std::string_view cookies, const Digester& digester) {
    Rewrite rewrite{cookies};
    for (std::size_t at = 0; at < cookies.size();) {
        const auto pair = pair_at(cookies, at, ";");
        replace_value(rewrite, cookies, pair, digester);
        at = pair.end + 1;
    }
    return rewrite.finish();
}

std::string redact_set_cookie(std::string_view cookie, const Digester& digester) {
    Rewrite rewrite{cookie};
    replace_value(rewrite, cookie, pair_at(cookie, 0, ";"), digester);
    return rewrite.finish();
}

}  // namespace shadowdiff::redact
