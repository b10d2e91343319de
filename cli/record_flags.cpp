// SPDX-License-Identifier: Apache-2.0
#include "cli/record_flags.hpp"

#include "cli/durations.hpp"
#include "cli/shadow_flags.hpp"
#include "pipeline/memory_plan.hpp"

#include <fmt/format.h>

#include <chrono>

namespace shadowdiff::cli {

void add_record_flags(CLI::App& command, RecordFlags& flags) {
    constexpr auto group = "Recording";
    command
        .add_option("--record", flags.directory,
                    "write what is seen into recordings there; needs no --candidate")
        ->group(group);
    command.add_option("--record-size", flags.file_size, "begin the next file at: 64M, 1G (256M)")
        ->group(group);
    command.add_option("--record-age", flags.file_age, "begin the next file after: 10m, 24h (1h)")
        ->group(group);
}

std::optional<pipeline::RecorderOptions> to_options(const RecordFlags& flags) {
    if (flags.directory.empty()) {
        if (!flags.file_size.empty()) throw StartupError{"--record-size goes with --record"};
        if (!flags.file_age.empty()) throw StartupError{"--record-age goes with --record"};
        return std::nullopt;
    }
    pipeline::RecorderOptions options;
    options.files.directory = flags.directory;
    if (!flags.file_size.empty()) {
        const auto size = pipeline::parse_size(flags.file_size);
        if (!size) throw StartupError{fmt::format("--record-size: {}", size.error().message)};
        options.files.file_bytes_max = *size;
    }
    if (!flags.file_age.empty()) {
        options.files.file_age_max = std::chrono::duration_cast<std::chrono::seconds>(
            to_duration("--record-age", flags.file_age));
    }
    return options;
}

}  // namespace shadowdiff::cli
