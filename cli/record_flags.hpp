// SPDX-License-Identifier: Apache-2.0
// The flags that record live traffic.
#pragma once

#include "pipeline/recorded/recorder.hpp"

#include <CLI/App.hpp>

#include <optional>
#include <string>

namespace shadowdiff::cli {

struct RecordFlags {
    std::string directory;
    std::string file_size;
    std::string file_age;
};

void add_record_flags(CLI::App& command, RecordFlags& flags);

/// Nothing when nothing is to be recorded. Throws StartupError that names the flag.
std::optional<pipeline::RecorderOptions> to_options(const RecordFlags& flags);

}  // namespace shadowdiff::cli
