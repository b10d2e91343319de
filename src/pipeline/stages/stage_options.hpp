// SPDX-License-Identifier: Apache-2.0
// What of a run's options each stage gets, and what the run file says of them.
#pragma once

#include "pipeline/shadow.hpp"
#include "pipeline/stages/admission.hpp"
#include "pipeline/stages/judge_stage.hpp"
#include "pipeline/stages/mirror_stage.hpp"
#include "store/rows.hpp"

#include <cstdint>

namespace shadowdiff::pipeline {

/// With one key for all that the run writes.
ShadowOptions with_digest_key(ShadowOptions options);

/// Of the answers all are recorded, some in files of their own: nobody is asked.
bool are_legs_recorded(const ShadowOptions& options);
AdmissionLimits admission_limits(const ShadowOptions& options);
store::RunRow run_row(const ShadowOptions& options, std::int64_t started_at_us);
MirrorStageOptions mirror_options(const ShadowOptions& options, std::uint64_t run_seed);
DimensionOptions dimension_options(const ShadowOptions& options);
JudgeStageOptions judge_options(const ShadowOptions& options);

}  // namespace shadowdiff::pipeline
