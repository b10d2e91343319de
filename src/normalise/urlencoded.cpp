// SPDX-License-Identifier: Apache-2.0
#include "normalise/urlencoded.hpp"

#include "base/ascii.hpp"
#include "normalise/grouped.hpp"
#include "normalise/tree_forms.hpp"

#include <algorithm>
#include <charconv>

namespace shadowdiff::normalise {
namespace {

std::string form_decoded(std::string_view text) {
    std::string spaced{text};
    std::ranges::replace(spaced, '+', ' ');
    return percent_decoded(spaced);
}

Bytes quoted(std::string_view text) {
    JsonText json;
    json.string(text);
    return json.take();
}

}  // namespace

std::string percent_decoded(std::string_view text) {
    std::string decoded;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto digits = text.substr(i + 1, 2);
        if (text[i] == '%' && digits.size() == 2 && ascii::is_hex_digit(digits[0]) &&
            ascii::is_hex_digit(digits[1])) {
            unsigned octet = 0;
            std::from_chars(digits.data(), digits.data() + 2, octet, 16);
            decoded += static_cast<char>(octet);
            i += 2;
        } else {
            decoded += text[i];
        }
    }
    return decoded;
}

Rendered render_form(std::string_view text) {
    Grouped pairs;
    while (!text.empty()) {
        const auto end = text.find('&');
        const auto pair = text.substr(0, end);
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        if (pair.empty()) continue;
        const auto equals = std::min(pair.find('='), pair.size());
        const auto value = pair.substr(std::min(equals + 1, pair.size()));
        pairs.emplace_back(form_decoded(pair.substr(0, equals)), quoted(form_decoded(value)));
    }
    JsonText form;
    form.open_object();
    write_lists(form, pairs);
    form.close_object();
    return form.take();
}

}  // namespace shadowdiff::normalise
