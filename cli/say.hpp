// SPDX-License-Identifier: Apache-2.0
// Text on stderr. Who cannot be told (a full disk, a pipe that nobody holds) is not: nothing ends
// because of it.
#pragma once

#include "base/escape.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <string>
#include <string_view>
#include <utility>

namespace shadowdiff::cli {

template <class... T>
void say(fmt::format_string<T...> format, T&&... arguments) {
    const auto text = fmt::format(format, std::forward<T>(arguments)...);
    (void)std::fwrite(text.data(), 1, text.size(), stderr);
}

/// One line; what others wrote into it is made harmless.
inline std::string warning(std::string_view message) {
    return fmt::format("shadowdiff: {}", printable(message));
}

inline void warn(std::string_view message) { say("{}\n", warning(message)); }

}  // namespace shadowdiff::cli
