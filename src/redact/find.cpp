// SPDX-License-Identifier: Apache-2.0
#include "redact/find.hpp"

#include "base/ascii.hpp"
#include "redact/forms.hpp"

#include <utility>

namespace shadowdiff::redact {
namespace {

bool is_word_start(std::string_view text, std::size_t at) {
    return ascii::is_alphanumeric(text[at]) && (at == 0 || !ascii::is_alphanumeric(text[at - 1]));
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

}  // namespace

std::vector<Match> find_credentials(std::string_view text, const Names& names,
                                    Separators separators) {
    std::vector<Match> matches;
    TokenFinder tokens{text};
    for (std::size_t at = 0; at < text.size();) {
        if (auto match = match_at(text, at, tokens, names, separators)) {
            at = match->end;
            matches.push_back(std::move(*match));
        } else {
            ++at;
        }
    }
    return matches;
}

}  // namespace shadowdiff::redact
