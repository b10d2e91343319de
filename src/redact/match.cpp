// SPDX-License-Identifier: Apache-2.0
#include "redact/match.hpp"

#include "base/ascii.hpp"
#include "base/digest.hpp"

#include <algorithm>
#include <utility>

namespace shadowdiff::redact {
namespace {

constexpr std::string_view mark = "redacted:";
constexpr std::size_t digits_kept = 16;  // 64 bits: no two values of a run meet by chance

}  // namespace

std::string Digester::operator()(std::string_view secret) const {
    if (told_) told_->emplace(secret);
    std::string text{mark};
    return text.append(to_hex(hmac_sha256(key_, secret)), 0, digits_kept);
}

bool is_redacted(std::string_view value) {
    return value.size() == mark.size() + digits_kept && value.starts_with(mark) &&
           std::ranges::all_of(value.substr(mark.size()), ascii::is_hex_digit);
}

bool holds_redacted(std::string_view text) {
    for (auto at = text.find(mark); at != std::string_view::npos; at = text.find(mark, at + 1)) {
        if (is_redacted(text.substr(at, mark.size() + digits_kept))) return true;
    }
    return false;
}

std::string without_digests(std::string_view text) {
    std::string same{text};
    for (auto at = same.find(mark); at != std::string::npos; at = same.find(mark, at + 1)) {
        const auto digits = at + mark.size();
        if (!is_redacted(std::string_view{same}.substr(at, mark.size() + digits_kept))) continue;
        same.replace(digits, digits_kept, digits_kept, '0');
    }
    return same;
}

bool is_inside_redacted(std::string_view text, std::size_t begin, std::size_t end) {
    constexpr auto length = mark.size() + digits_kept;
    const auto from = begin > length ? begin - length : 0;
    for (auto at = text.find(mark, from); at <= begin; at = text.find(mark, at + 1)) {
        if (end <= at + length && is_redacted(text.substr(at, length))) return true;
    }
    return false;
}

void Rewrite::replace(std::size_t begin, std::size_t end, std::string_view replacement) {
    result_.append(text_.substr(copied_, begin - copied_)).append(replacement);
    copied_ = end;
}

std::string Rewrite::finish() {
    result_.append(text_.substr(copied_));
    return std::move(result_);
}

}  // namespace shadowdiff::redact
