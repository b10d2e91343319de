// SPDX-License-Identifier: Apache-2.0
#include "redact/names.hpp"

#include "base/ascii.hpp"
#include "redact/place.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <initializer_list>

namespace shadowdiff::redact {
namespace {

using Words = std::initializer_list<std::string_view>;

// A name that ends in one of these is a credential's, whatever stands before: "newPassword",
// "stripe_secret_key", "X-Amz-Security-Token".
constexpr Words endings = {"password",      "passwd",       "passphrase",
                           "pwd",           "secret",       "token",
                           "apikey",        "secretkey",    "privatekey",
                           "accesskey",     "credential",   "credentials",
                           "sessionid",     "sessid",       "signature",
                           "authorization", "cardnumber",   "cookie",
                           "cvv",           "cvc",          "csrf",
                           "xsrf",          "sessionkey",   "passcode",
                           "userpass",      "authkey",      "subscriptionkey",
                           "functionskey",  "jwtassertion", "signature256"};

// Words too common to be an ending.
constexpr Words whole_names = {
    "auth",      "session",   "sid",      "sig",   "ssn",      "socialsecuritynumber",
    "pin",       "otp",       "totp",     "jwt",   "bearer",   "passwordconfirmation",
    "pass",      "cvv2",      "cvc2",     "pan",   "cardno",   "passwordhash",
    "password1", "password2", "ccnumber", "xauth", "xsession", "authentication"};

// Tokens that open a page of a list, not a door; and a switch of CORS.
constexpr Words harmless = {"allowcredentials", "pagetoken",   "nexttoken", "continuationtoken",
                            "synctoken",        "resumetoken", "prevtoken"};

/// Words by their last letter: nearly every name is compared with only a few of them.
class ByLastLetter {
public:
    consteval explicit ByLastLetter(Words words) : words_{words} {
        for (std::size_t i = 0; i < words.size(); ++i) {
            places_[index_of(words.begin()[i].back())] |= std::uint64_t{1} << i;
        }
    }

    /// `is_it(word)` holds for one of those that end as `name`, which is not empty, does.
    template <class Predicate>
    bool any(std::string_view name, Predicate is_it) const {
        for (auto left = places_[index_of(name.back())]; left != 0; left &= left - 1) {
            if (is_it(words_.begin()[std::countr_zero(left)])) return true;
        }
        return false;
    }

private:
    // Of ASCII's letters each has its own.
    static constexpr std::size_t index_of(char c) { return static_cast<unsigned char>(c) % 32U; }

    Words words_;                             // at most 64
    std::array<std::uint64_t, 32> places_{};  // among the words, as bits
};

constexpr ByLastLetter endings_by_letter{endings};
constexpr ByLastLetter whole_names_by_letter{whole_names};
constexpr ByLastLetter harmless_by_letter{harmless};

// Names are spelled with them or without.
constexpr auto is_left_out = [] {
    std::array<bool, 256> left_out{};
    for (const char c : std::string_view{"-_. []$:@#"}) {
        left_out[static_cast<unsigned char>(c)] = true;
    }
    return left_out;
}();

// The name in one spelling. Short ones, which nearly all are, need no memory of their own.
class Folded {
public:
    explicit Folded(std::string_view name) {
        for (const char c : name.substr(0, name_bytes_max)) {
            if (!is_left_out[static_cast<unsigned char>(c)]) {
                letters_[length_++] = ascii::to_lower(c);
            }
        }
    }
    std::string_view word() const { return {letters_.data(), length_}; }

private:
    std::array<char, name_bytes_max> letters_;
    std::size_t length_ = 0;
};

bool is_built_in(std::string_view word) {
    if (word.empty()) return false;
    const auto is_word = [&](std::string_view whole) { return word == whole; };
    const auto ends = [&](std::string_view ending) { return word.ends_with(ending); };
    if (whole_names_by_letter.any(word, is_word)) return true;
    return endings_by_letter.any(word, ends) && !harmless_by_letter.any(word, ends);
}

bool contains(const std::vector<std::string>& words, std::string_view word) {
    return std::ranges::find(words, word) != words.end();
}

}  // namespace

Names::Names(const std::vector<std::string>& headers, const std::vector<std::string>& fields) {
    for (const auto& header : headers) headers_.emplace_back(Folded{header}.word());
    for (const auto& field : fields) {
        if (!field.starts_with('$')) {
            fields_.emplace_back(Folded{field}.word());
            continue;
        }
        auto names = names_of(field);
        names.erase(names.begin());
        if (names.empty()) continue;
        last_names_.emplace_back(Folded{names.back()}.word());
        paths_.push_back(std::move(names));
    }
}

bool Names::is_secret_header(std::string_view name) const {
    const Folded folded{name};
    return is_built_in(folded.word()) || contains(headers_, folded.word());
}

bool Names::is_secret_field(std::string_view name) const {
    const Folded folded{name};
    return is_built_in(folded.word()) || contains(fields_, folded.word());
}

bool Names::is_secret_word(std::string_view name) const {
    return is_secret_field(name) || (has_paths() && contains(last_names_, Folded{name}.word()));
}

bool Names::is_secret_path(std::span<const std::string> names) const {
    return std::ranges::any_of(paths_, [&](const auto& path) {
        return names.size() >= path.size() && std::ranges::equal(names.first(path.size()), path);
    });
}

}  // namespace shadowdiff::redact
