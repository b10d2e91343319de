// SPDX-License-Identifier: Apache-2.0
// What a caller must handle, and what ends the program before it begins.
#pragma once

#include <expected>
#include <stdexcept>
#include <string>

namespace shadowdiff {

/// One line for a person: what is wrong, where, and what to try.
struct Error {
    std::string message;
    auto operator==(const Error&) const -> bool = default;
};

/// The world may misbehave; the caller decides what follows.
template <class T>
using Result = std::expected<T, Error>;

/// We cannot start. Thrown once, caught in main, printed as one line, exit status 2.
class StartupError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// The user asked to stop before anything had begun. The same, with exit status 130.
class StoppedAtStart : public StartupError {
public:
    using StartupError::StartupError;
};

}  // namespace shadowdiff
