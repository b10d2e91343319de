// SPDX-License-Identifier: Apache-2.0
// What is secret beside what everybody calls so, and the key of the digests that stand for it.
#pragma once

#include "pipeline/shadow.hpp"

#include <CLI/App.hpp>

#include <string>
#include <vector>

namespace shadowdiff::cli {

struct RedactFlags {
    std::vector<std::string> redact;
    std::string digest_key_file;
};

void add_redact_flags(CLI::App& command, RedactFlags& flags);

/// Into `options.redact`, and the key's name into the run's facts.
void set_redaction(pipeline::ShadowOptions& options, const RedactFlags& flags);

}  // namespace shadowdiff::cli
