// SPDX-License-Identifier: Apache-2.0
// A thread, or one clear line where the system grants none. All throw StartupError.
#pragma once

#include "base/result.hpp"

#include <future>
#include <string>
#include <system_error>
#include <thread>
#include <utility>

namespace shadowdiff {

template <class Start>
auto or_no_thread(Start start) try {
    return start();
} catch (const std::system_error& error) {
    throw StartupError{"cannot start a thread: " + error.code().message()};
}

template <class Body>
std::jthread start_thread(Body&& body) {
    return or_no_thread([&] { return std::jthread{std::forward<Body>(body)}; });
}

/// One whose result, or exception, is waited for.
template <class Body>
auto start_async(Body&& body) {
    return or_no_thread([&] { return std::async(std::launch::async, std::forward<Body>(body)); });
}

}  // namespace shadowdiff
