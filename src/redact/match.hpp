// SPDX-License-Identifier: Apache-2.0
// A credential found in a text, and the text rewritten without it.
#pragma once

#include "base/bytes.hpp"

#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <utility>

namespace shadowdiff::redact {

struct Match {
    std::size_t begin = 0;
    std::size_t end = 0;  // of what is replaced, in the text
    std::string secret;   // what is digested: the same for every spelling of one credential
    bool operator==(const Match&) const = default;
};

/// "redacted:" and 16 hexadecimal digits of an HMAC-SHA-256.
class Digester {
public:
    explicit Digester(Bytes key, std::set<std::string>* told = nullptr)
        : key_{std::move(key)}, told_{told} {}
    std::string operator()(std::string_view secret) const;
    /// The same, and each secret enters `told`, which must outlive it.
    Digester telling(std::set<std::string>& told) const { return Digester{key_, &told}; }

private:
    Bytes key_;
    std::set<std::string>* told_;
};

/// Exactly what a Digester gives, so that redacting twice changes nothing.
bool is_redacted(std::string_view value);
/// Something in the text is what a Digester gave.
bool holds_redacted(std::string_view text);
/// The text with every mark of redaction made the same: what stood there, and under which key it
/// was digested, is not known.
std::string without_digests(std::string_view text);

/// The stretch lies within what a Digester gave.
bool is_inside_redacted(std::string_view text, std::size_t begin, std::size_t end);

/// A copy of a text in which stretches, given in text order, were replaced.
class Rewrite {
public:
    explicit Rewrite(std::string_view text) : text_{text} {}
    void replace(std::size_t begin, std::size_t end, std::string_view replacement);
    std::string finish();

private:
    std::string_view text_;
    std::size_t copied_ = 0;
    std::string result_;
};

}  // namespace shadowdiff::redact
