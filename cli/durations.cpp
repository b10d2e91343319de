// SPDX-License-Identifier: Apache-2.0
#include "cli/durations.hpp"

#include "base/duration_text.hpp"
#include "base/result.hpp"

#include <fmt/format.h>

namespace shadowdiff::cli {

Duration to_duration(std::string_view flag, std::string_view text) {
    if (const auto duration = parse_duration(text)) return *duration;
    throw StartupError{
        fmt::format("{}: \"{}\" is no duration: expected 500ms, 30s, 5m or 2h", flag, text)};
}

}  // namespace shadowdiff::cli
