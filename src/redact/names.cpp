// SPDX-License-Identifier: Apache-2.0
#include "redact/names.hpp"

#include "base/ascii.hpp"

#include <algorithm>
#include <initializer_list>

namespace shadowdiff::redact {
namespace {

constexpr std::size_t name_bytes_max = 256;  // longer names are content

using Words = std::initializer_list<std::string_view>;

// A name that ends in one of these is a credential's, whatever stands before: "newPassword",
// "stripe_secret_key", "X-Amz-Security-Token".
constexpr Words endings = {"password",      "passwd",      "passphrase", "pwd",        "secret",
                           "token",         "apikey",      "secretkey",  "privatekey", "accesskey",
                           "credential",    "credentials", "sessionid",  "sessid",     "signature",
                           "authorization", "cardnumber",  "cookie",     "cvv",        "cvc"};

// Words too common to be an ending.
constexpr Words whole = {
    "auth",      "session",   "sid",     "sig", "ssn",    "socialsecuritynumber",
    "pin",       "otp",       "totp",    "jwt", "bearer", "passwordconfirmation",
    "pass",      "cvv2",      "cvc2",    "pan", "cardno", "passwordhash",
    "password1", "password2", "ccnumber"};

// Tokens that open a page of a list, not a door; and a switch of CORS.
constexpr Words harmless = {"allowcredentials", "pagetoken",   "nexttoken", "continuationtoken",
                            "synctoken",        "resumetoken", "prevtoken"};

std::string folded(std::string_view name) {
    std::string word;
    for (const char c : name.substr(0, name_bytes_max)) {
        if (!std::string_view{"-_. []$:@#"}.contains(c)) word += ascii::to_lower(c);
    }
    return word;
}

bool is_built_in(std::string_view word) {
    const auto ends = [&](std::string_view ending) { return word.ends_with(ending); };
    if (std::ranges::find(whole, word) != whole.end()) return true;
    return std::ranges::any_of(endings, ends) && std::ranges::none_of(harmless, ends);
}

std::vector<std::string> folded(const std::vector<std::string>& names) {
    std::vector<std::string> words;
    words.reserve(names.size());
    for (const auto& name : names) words.push_back(folded(name));
    return words;
}

bool contains(const std::vector<std::string>& words, const std::string& word) {
    return std::ranges::find(words, word) != words.end();
}

}  // namespace

Names::Names(const std::vector<std::string>& headers, const std::vector<std::string>& fields)
    : headers_{folded(headers)}, fields_{folded(fields)} {}

bool Names::is_secret_header(std::string_view name) const {
    const auto word = folded(name);
    return is_built_in(word) || contains(headers_, word);
}

bool Names::is_secret_field(std::string_view name) const {
    const auto word = folded(name);
    return is_built_in(word) || contains(fields_, word);
}

}  // namespace shadowdiff::redact
