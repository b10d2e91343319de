// SPDX-License-Identifier: Apache-2.0
// Credentials known by their form. Each function looks at one place, where a word begins, and reads
// a bounded stretch unless it finds something.
#pragma once

#include "redact/match.hpp"

#include <optional>
#include <string_view>

namespace shadowdiff::redact {

/// Keys of well-known makers: AKIA…, ghp_…, sk_live_…, xoxb-…
std::optional<Match> match_known_key(std::string_view text, std::size_t at);

/// "Bearer …" and "Basic …" in any case; the scheme's name stays.
std::optional<Match> match_authorization(std::string_view text, std::size_t at);

/// 13 to 19 digits, in one group or as cards are printed, of a known issuer and with a right check
/// digit.
std::optional<Match> match_card_number(std::string_view text, std::size_t at);

/// From -----BEGIN … PRIVATE KEY----- to its end, or to the text's where that is cut.
std::optional<Match> match_private_key(std::string_view text, std::size_t at);

/// What stands between "://" (at `at`) and "@" of a URL.
std::optional<Match> match_user_information(std::string_view text, std::size_t at);

/// JSON Web Tokens, whole or cut. Remembers where it looked in vain, so that a text of nothing but
/// beginnings costs no more than one look.
class TokenFinder {
public:
    explicit TokenFinder(std::string_view text) : text_{text} {}
    std::optional<Match> match(std::size_t at);

private:
    std::string_view text_;
    std::size_t none_before_ = 0;
};

}  // namespace shadowdiff::redact
