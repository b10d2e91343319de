// SPDX-License-Identifier: Apache-2.0
#include "cli/rotate_flag.hpp"

#include "base/duration_text.hpp"
#include "base/escape.hpp"
#include "cli/byte_count.hpp"

#include <fmt/format.h>

namespace shadowdiff::cli {

void add_rotate_flag(CLI::App& command, std::vector<std::string>& rotate) {
    command
        .add_option("--rotate", rotate,
                    "begin the next run file after so long, or at such a size: 24h, 2G")
        ->allow_extra_args(false)
        ->group("What is kept");
}

pipeline::RotateOptions to_rotate_options(const std::vector<std::string>& rotate) {
    pipeline::RotateOptions options;
    for (const auto& text : rotate) {
        if (const auto age = parse_duration(text)) {
            options.age_max = *age;
        } else if (text.ends_with('K') || text.ends_with('M') || text.ends_with('G')) {
            options.bytes_max = to_byte_count("--rotate", text);
        } else {
            throw StartupError{
                fmt::format("--rotate: \"{}\" is neither a duration nor a size: expected 24h or 2G",
                            printable(text, 200))};
        }
    }
    return options;
}

}  // namespace shadowdiff::cli
