// SPDX-License-Identifier: Apache-2.0
// One place where two answers differ, and how.
#pragma once

#include "diff/meaning/hint.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace shadowdiff::diff {

/// Closed family. Directions are the candidate's: missing is what the candidate lost.
enum class Kind : std::uint8_t {
    missing,         // legacy has it, the candidate does not
    added,           // only the candidate has it
    changed,         // both have it, with another value of the same type
    retyped,         // with a value of another JSON type
    reordered,       // an array's elements are the same in another order
    representation,  // the same value in another spelling: never gates
    unanswered,      // the candidate gave no complete answer
};
inline constexpr auto kind_count = static_cast<std::size_t>(Kind::unanswered) + 1;

/// none is listed and never gates.
enum class Severity : std::uint8_t { none, low, medium, high };

/// What is known of the two values.
enum class Basis : std::uint8_t {
    values,     // they were looked at
    digests,    // too long to be looked at: they differ, and nobody knows in what
    undecided,  // too long, and in codings that were not undone: they may be the same
};

struct Difference {
    std::string path;     // concrete: "status", "headers.content-type", "cookies.sid.secure",
                          // "body" (compared by bytes), "$.items[3].price" (in legacy's array)
    std::string pattern;  // canonical: "$.items[*].price"
    Kind kind = Kind::changed;
    Severity severity = Severity::high;
    std::string legacy;  // bounded text of the value (JSON text in JSON bodies); "" when absent
    std::string candidate;
    Basis basis = Basis::values;
    Hint hint = Hint::none;
    bool is_minted = false;  // ids that each side made anew for an unsafe request (minted.hpp)
    bool operator==(const Difference&) const = default;
};

std::string_view name(Kind kind);
std::string_view name(Severity severity);
std::optional<Kind> kind_from_name(std::string_view text);
std::optional<Severity> severity_from_name(std::string_view text);

}  // namespace shadowdiff::diff
