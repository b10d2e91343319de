// SPDX-License-Identifier: Apache-2.0
// A thread, or one clear line where the system grants none.
#pragma once

#include "base/result.hpp"

#include <string>
#include <system_error>
#include <thread>
#include <utility>

namespace shadowdiff {

/// Throws StartupError.
template <class Body>
std::jthread start_thread(Body&& body) try {
    return std::jthread{std::forward<Body>(body)};
} catch (const std::system_error& error) {
    throw StartupError{"cannot start a thread: " + error.code().message()};
}

}  // namespace shadowdiff
