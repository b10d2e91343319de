// SPDX-License-Identifier: Apache-2.0
#include "redact/find.hpp"

#include "base/ascii.hpp"
#include "redact/forms.hpp"
#include "redact/markup_value.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>

namespace shadowdiff::redact {
namespace {

enum class Letter : std::uint8_t {
    other,    // nothing begins with it
    of_word,  // something may begin where the word does
    sign,     // something may begin with it
};

// A table, since it is asked of every letter of every text.
constexpr auto letters = [] {
    std::array<Letter, 256> all{};
    for (std::size_t i = 0; i < all.size(); ++i) {
        const auto c = static_cast<char>(i);
        if (ascii::is_alphanumeric(c)) all[i] = Letter::of_word;
        if (std::string_view{":>-_.$"}.contains(c)) all[i] = Letter::sign;
    }
    return all;
}();

Letter letter_at(std::string_view text, std::size_t at) {
    return letters[static_cast<unsigned char>(text[at])];
}

bool is_word_start(std::string_view text, std::size_t at) {
    return letter_at(text, at) == Letter::of_word &&
           (at == 0 || letter_at(text, at - 1) != Letter::of_word);
}

// Inside of words, and at most of what stands between them, nothing begins.
bool may_begin(std::string_view text, std::size_t at) {
    return letter_at(text, at) == Letter::sign || is_word_start(text, at);
}

std::optional<Match> match_at(std::string_view text, std::size_t at, TokenFinder& tokens,
                              const Names& names, Separators separators) {
    if (text[at] == ':') return match_user_information(text, at);
    if (text[at] == '>') return match_element(text, at, names);
    if (auto match = match_private_key(text, at)) return match;
    if (auto match = match_assignment(text, at, names, separators)) return match;
    if (!is_word_start(text, at)) return std::nullopt;
    if (auto match = match_authorization(text, at)) return match;
    if (auto match = match_known_key(text, at)) return match;
    if (auto match = tokens.match(at)) return match;
    return match_card_number(text, at);
}

// A value is looked for everywhere, a few hundred times at most.
void find_values(std::string_view text, const std::vector<KnownValue>& values,
                 std::vector<Match>& matches) {
    constexpr std::size_t times_max = 256;
    for (const auto& [spelling, value] : values) {
        auto at = text.find(spelling);
        for (std::size_t n = 0; at != std::string_view::npos && n < times_max; ++n) {
            matches.push_back({at, at + spelling.size(), value});
            at = text.find(spelling, at + spelling.size());
        }
    }
}

// In text order; what overlaps becomes one.
void join_overlapping(std::string_view text, std::vector<Match>& matches) {
    std::ranges::sort(matches, {},
                      [](const Match& match) { return std::pair{match.begin, match.end}; });
    std::vector<Match> joined;
    for (auto& match : matches) {
        if (joined.empty() || match.begin >= joined.back().end) {
            joined.push_back(std::move(match));
        } else if (auto& last = joined.back(); match.end > last.end) {
            last.end = match.end;
            last.secret = text.substr(last.begin, last.end - last.begin);
        }
    }
    matches = std::move(joined);
}

}  // namespace

std::vector<Match> find_credentials(std::string_view text, const Known& known,
                                    Separators separators) {
    std::vector<Match> matches;
    TokenFinder tokens{text};
    for (std::size_t at = 0; at < text.size();) {
        auto match = may_begin(text, at) ? match_at(text, at, tokens, known.names, separators)
                                         : std::nullopt;
        if (!match) {
            ++at;
            continue;
        }
        at = match->end;
        matches.push_back(std::move(*match));
    }
    if (known.patterns.empty() && known.values.empty()) return matches;
    known.patterns.find(text, matches);
    find_values(text, known.values, matches);
    // What was redacted before must stay as it is.
    std::erase_if(matches, [&](const Match& match) {
        return is_inside_redacted(text, match.begin, match.end);
    });
    join_overlapping(text, matches);
    return matches;
}

}  // namespace shadowdiff::redact
