// SPDX-License-Identifier: Apache-2.0
// The flags that capture and proxy share: the legs, the run file, the duration.
#pragma once

#include "cli/durations.hpp"
#include "cli/keep_flags.hpp"
#include "cli/leg_flags.hpp"
#include "cli/record_flags.hpp"
#include "cli/redact_flags.hpp"
#include "cli/route_flags.hpp"
#include "cli/whether_flags.hpp"
#include "pipeline/shadow.hpp"

#include <CLI/App.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace shadowdiff::cli {

struct ShadowFlags {
    std::string candidate;
    std::string secondary;
    std::string reask_legacy;
    double control_percent = 2;
    std::string run_file = "run.db";
    std::string duration;
    std::string proto_descriptor;
    std::string config_file;
    std::vector<std::string> rule_files;
    WhetherFlags whether;
    KeepFlags keep;
    RecordFlags record;  // of live traffic
    std::string warm_up;
    std::string candidate_version;
    std::string legacy_version;
    std::string version_header;
    std::string tenant_header = "Host";
    RouteFlags routes;
    LegFlags legs;
    RedactFlags redact;
    std::vector<std::string> rotate;    // of live traffic
    const CLI::App* command = nullptr;  // that has them
};

void add_shadow_flags(CLI::App& command, ShadowFlags& flags);

/// Throws StartupError that names the flag.
pipeline::ShadowOptions to_options(const ShadowFlags& flags);
/// Throws StartupError when an answer is to be read where the traffic is live.
void refuse_recorded_legs(const pipeline::ShadowOptions& options);
mirror::Target to_target(std::string_view flag, std::string_view url);

/// On stderr: one line for each way in which a leg failed.
void warn_of_failures(const pipeline::Failures& failures);
/// Prints the run's report on stdout and what went wrong on stderr; the exit status of the command.
int conclude(const pipeline::ShadowResult& result, const pipeline::ShadowOptions& options);

}  // namespace shadowdiff::cli
