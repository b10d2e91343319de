// SPDX-License-Identifier: Apache-2.0
#include "redact/forms.hpp"

#include "base/ascii.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <iterator>

namespace shadowdiff::redact {
namespace {

bool is_key_letter(char c) { return ascii::is_alphanumeric(c) || c == '_' || c == '-'; }

// RFC 9110, section 11.2: token68.
bool is_token68(char c) {
    return ascii::is_alphanumeric(c) || std::string_view{"-._~+/="}.contains(c);
}

template <class Predicate>
std::size_t run_end(std::string_view text, std::size_t at, Predicate belongs) {
    while (at < text.size() && belongs(text[at])) ++at;
    return at;
}

Match whole_match(std::string_view text, std::size_t begin, std::size_t end) {
    return {begin, end, std::string{text.substr(begin, end - begin)}};
}

bool starts_with_word(std::string_view text, std::string_view lower_case_word) {
    return text.size() >= lower_case_word.size() &&
           std::ranges::equal(text.substr(0, lower_case_word.size()), lower_case_word, {},
                              ascii::to_lower);
}

struct KnownKey {
    std::string_view prefix;
    std::size_t rest_min;  // letters that follow at least
};

constexpr KnownKey known_keys[] = {
    {"AKIA", 16},   {"ASIA", 16},    {"AIza", 30},    {"ya29.", 20},    {"ghp_", 20},
    {"gho_", 20},   {"ghu_", 20},    {"ghs_", 20},    {"ghr_", 20},     {"github_pat_", 20},
    {"glpat-", 16}, {"sk_live_", 8}, {"sk_test_", 8}, {"rk_live_", 8},  {"rk_test_", 8},
    {"whsec_", 8},  {"xoxb-", 8},    {"xoxp-", 8},    {"xoxa-", 8},     {"xoxr-", 8},
    {"xoxs-", 8},   {"xapp-", 8},    {"sk-ant-", 16}, {"sk-proj-", 16}, {"npm_", 30},
    {"hvs.", 20},   {"dop_v1_", 32}, {"shpat_", 32},  {"SG.", 20},      {"pypi-", 32},
};

// By letter: those of the known keys that begin with it, as bits. Of most letters there are none.
constexpr auto keys_by_letter = [] {
    static_assert(std::size(known_keys) <= 32);
    std::array<std::uint32_t, 256> keys{};
    for (std::size_t i = 0; i < std::size(known_keys); ++i) {
        keys[static_cast<unsigned char>(known_keys[i].prefix[0])] |= std::uint32_t{1} << i;
    }
    return keys;
}();

}  // namespace

std::optional<Match> match_known_key(std::string_view text, std::size_t at) {
    const auto here = text.substr(at);
    const auto keys = keys_by_letter[static_cast<unsigned char>(here.front())];
    for (auto left = keys; left != 0; left &= left - 1) {
        const auto& known = known_keys[std::countr_zero(left)];
        if (!here.starts_with(known.prefix)) continue;
        const auto rest = at + known.prefix.size();
        const auto end = run_end(text, rest, [](char c) { return is_key_letter(c) || c == '.'; });
        if (end - rest >= known.rest_min) return whole_match(text, at, end);
    }
    return std::nullopt;
}

std::optional<Match> match_authorization(std::string_view text, std::size_t at) {
    static constexpr std::array schemes = {std::string_view{"bearer"}, std::string_view{"basic"}};
    constexpr std::size_t spaces_max = 8;
    constexpr std::size_t credential_min = 6;
    for (const auto scheme : schemes) {
        if (!starts_with_word(text.substr(at), scheme)) continue;
        const auto gap = at + scheme.size();
        const auto begin = std::min(text.find_first_not_of(' ', gap), text.size());
        if (begin == gap || begin - gap > spaces_max) return std::nullopt;
        const auto end = run_end(text, begin, is_token68);
        // `Bearer realm="…"` is a challenge, no credential.
        const bool is_parameter = end < text.size() && text[end] == '"' && text[end - 1] == '=';
        if (end - begin < credential_min || is_parameter) return std::nullopt;
        return whole_match(text, begin, end);
    }
    return std::nullopt;
}

std::optional<Match> match_private_key(std::string_view text, std::size_t at) {
    constexpr std::string_view begin_mark = "-----BEGIN ";
    constexpr std::string_view kind = "PRIVATE KEY";
    constexpr std::string_view end_mark = "-----END ";
    constexpr std::size_t label_max = 40;
    if (text[at] != '-' || !text.substr(at).starts_with(begin_mark)) return std::nullopt;
    const auto label = text.substr(at + begin_mark.size(), label_max);
    if (!label.substr(0, label.find("-----")).contains(kind)) return std::nullopt;
    const auto end = text.find(end_mark, at + begin_mark.size());
    if (end == std::string_view::npos) return whole_match(text, at, text.size());
    const auto close = text.find("-----", end + end_mark.size());
    return whole_match(text, at, close == std::string_view::npos ? text.size() : close + 5);
}

std::optional<Match> match_user_information(std::string_view text, std::size_t at) {
    constexpr std::string_view separator = "://";
    if (!text.substr(at).starts_with(separator)) return std::nullopt;
    const auto begin = at + separator.size();
    const auto end = std::min(text.find_first_of("/?#\"'<> \t\r\n\\", begin), text.size());
    const auto sign = text.substr(begin, end - begin).rfind('@');
    if (sign == std::string_view::npos || sign == 0) return std::nullopt;
    return whole_match(text, begin, begin + sign);
}

std::optional<Match> TokenFinder::match(std::size_t at) {
    // {" in base64url, with which every JOSE header begins (RFC 7515, section 3.1).
    constexpr std::string_view beginning = "eyJ";
    constexpr std::size_t header_min = 10;
    if (at < none_before_ || !text_.substr(at).starts_with(beginning)) return std::nullopt;
    const auto header_end = run_end(text_, at, is_key_letter);
    if (header_end == text_.size() || text_[header_end] != '.') {
        none_before_ = header_end;
        return std::nullopt;
    }
    if (header_end - at < header_min) return std::nullopt;
    const auto end =
        run_end(text_, header_end, [](char c) { return is_key_letter(c) || c == '.'; });
    if (end - header_end < 2) {
        none_before_ = header_end;
        return std::nullopt;
    }
    return whole_match(text_, at, end);
}

}  // namespace shadowdiff::redact
