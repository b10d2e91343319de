// SPDX-License-Identifier: Apache-2.0
// The flags that say how each leg is asked: budgets, rewrites, our mark, TLS.
#pragma once

#include "pipeline/shadow.hpp"

#include <CLI/App.hpp>

#include <string>
#include <vector>

namespace shadowdiff::cli {

struct LegFlags {
    std::vector<std::string> budget;
    std::vector<std::string> rewrite;
    std::vector<std::string> cookie_jar;
    std::vector<std::string> token;
    std::string mark = "on";
    bool paused = false;
    mirror::TlsOptions tls;
    bool insecure = false;
};

void add_leg_flags(CLI::App& command, LegFlags& flags);

/// Sets what `options` says about legs. Throws StartupError that names the flag.
void set_legs(pipeline::ShadowOptions& options, const LegFlags& flags);

}  // namespace shadowdiff::cli
