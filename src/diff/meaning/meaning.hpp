// SPDX-License-Identifier: Apache-2.0
// What a difference of two values means: another spelling of one thing, or a slip that has a name.
#pragma once

#include "diff/difference.hpp"

#include <string_view>

namespace shadowdiff::diff {

struct Meaning {
    Kind kind = Kind::changed;
    Severity severity = Severity::medium;
    Hint hint = Hint::none;
    bool operator==(const Meaning&) const = default;
};

/// `found` is what the walk says of the two JSON texts; "" stands for a value that is not there.
Meaning meaning_of(Meaning found, std::string_view legacy, std::string_view candidate);

/// Of two JSON numbers that are written differently.
Meaning meaning_of_numbers(Meaning found, std::string_view legacy, std::string_view candidate);

/// Of two texts that differ, without quotes and escapes.
Meaning meaning_of_texts(Meaning found, std::string_view legacy, std::string_view candidate);

/// Frames of Java, JavaScript, Python, Go, .NET, Ruby, PHP or Rust.
bool has_stack_trace(std::string_view text);

}  // namespace shadowdiff::diff
