// SPDX-License-Identifier: Apache-2.0
#include "reports/secret_names.hpp"

#include "base/limits.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace shadowdiff::reports {
namespace {

constexpr std::string_view mark = "redacted:";
constexpr std::size_t digest_digits = 16;
constexpr std::size_t name_bytes_max = 40;

// Variables that a shell has already: expanding them would send something else, and setting them
// would break the shell.
constexpr std::array<std::string_view, 10> taken = {"PATH", "HOME", "USER",   "SHELL", "PWD",
                                                    "IFS",  "TERM", "OLDPWD", "HOST",  "LANG"};

bool is_hex(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); }

bool is_word(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
           c == '-';
}

std::string variable_name(std::string_view wish) {
    std::string name;
    for (const char c : wish.substr(0, name_bytes_max)) {
        const bool is_lower = c >= 'a' && c <= 'z';
        if (is_lower) {
            name += static_cast<char>(c - 'a' + 'A');
        } else {
            name += is_word(c) && c != '-' ? c : '_';
        }
    }
    const bool begins_well = !name.empty() && name.front() >= 'A' && name.front() <= 'Z';
    if (!begins_well || std::ranges::find(taken, name) != taken.end() || name.starts_with("LC_") ||
        name.starts_with("LD_")) {
        name.insert(0, "SECRET_");
    }
    return name;
}

// The word before "=" or ":" at the end: of `…&api_key=` and `…"password": "` it is the name.
std::string_view label_before(std::string_view text) {
    constexpr std::string_view quotes = "\"' ";
    text = text.substr(0, text.find_last_not_of(quotes) + 1);
    if (!text.ends_with('=') && !text.ends_with(':')) return {};
    text.remove_suffix(1);
    text = text.substr(0, text.find_last_not_of(quotes) + 1);
    std::size_t begin = text.size();
    while (begin > 0 && is_word(text[begin - 1])) --begin;
    return text.substr(begin);
}

std::size_t find_digest(std::string_view text, std::size_t from) {
    for (std::size_t at = text.find(mark, from); at != std::string_view::npos;
         at = text.find(mark, at + 1)) {
        const std::string_view digest = text.substr(at + mark.size(), digest_digits);
        if (digest.size() == digest_digits && std::ranges::all_of(digest, is_hex)) return at;
    }
    return std::string_view::npos;
}

}  // namespace

std::vector<ShellPiece> SecretNames::split(std::string_view text, std::string_view fallback) {
    std::vector<ShellPiece> pieces;
    std::size_t done = 0;
    while (done < text.size()) {
        const std::size_t at = find_digest(text, done);
        const std::size_t end = std::min(at, text.size());
        if (end > done) pieces.push_back({std::string{text.substr(done, end - done)}});
        if (at == std::string_view::npos) break;
        const std::string_view label = label_before(text.substr(0, at));
        const std::string_view whole = text.substr(at, mark.size() + digest_digits);
        const std::string name =
            name_of(whole.substr(mark.size()), label.empty() ? fallback : label);
        pieces.push_back(name.empty() ? ShellPiece{std::string{whole}} : ShellPiece{name, true});
        done = at + whole.size();
    }
    return pieces;
}

std::vector<std::string> SecretNames::names() const {
    std::vector<std::string> names;
    for (const Known& known : known_) names.push_back(known.name);
    return names;
}

std::string SecretNames::name_of(std::string_view digest, std::string_view wish) {
    const auto same_digest = std::ranges::find(known_, digest, &Known::digest);
    if (same_digest != known_.end()) return same_digest->name;
    if (known_.size() == ReportLimits{}.variables_max) return "";
    const std::string base = variable_name(wish);
    std::string name = base;
    for (int next = 2; std::ranges::find(known_, name, &Known::name) != known_.end(); ++next) {
        name = fmt::format("{}_{}", base, next);
    }
    known_.push_back({std::string{digest}, name});
    return name;
}

}  // namespace shadowdiff::reports
