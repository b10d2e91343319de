// SPDX-License-Identifier: Apache-2.0
// The flags that say which requests are sent again, and to whom.
#pragma once

#include "mirror/whether/whether.hpp"

#include <CLI/App.hpp>

#include <string>
#include <vector>

namespace shadowdiff::cli {

struct WhetherFlags {
    std::vector<std::string> allow_method;
    std::vector<std::string> allow_unsafe;
    bool resend_unsafe_to_legacy = false;
    std::vector<std::string> include;
    std::vector<std::string> exclude;
    std::string sample = "100%";
    std::string sample_by = "request";
};

void add_whether_flags(CLI::App& command, WhetherFlags& flags);

/// Throws StartupError that names the flag.
mirror::WhetherOptions to_options(const WhetherFlags& flags);

}  // namespace shadowdiff::cli
