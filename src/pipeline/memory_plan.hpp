// SPDX-License-Identifier: Apache-2.0
// One number -> the bounds of everything that a capture holds.
//
//   share   what it bounds
//   25 %    the kernel's ring of a live capture; else the windows that unpack zstd files
//   25 %    connections, at connection_bytes each with what HTTP knows of it: at most 65,536
//   1/8     segments that wait for those in front of them
//   1/8     bodies under way
//   1/8     exchanges between seen and judged
//   1/16    IP fragments
//   1/32    heads under way, and bytes and requests that wait for the other side
//   1/32    segments on their way to workers
//
// No share grows beyond what the default is. The program itself, its run file and the candidate's
// answers under way come on top.
#pragma once

#include "base/limits.hpp"
#include "base/result.hpp"
#include "base/waiting_limits.hpp"

#include <cstddef>
#include <string_view>

namespace shadowdiff::pipeline {

inline constexpr std::size_t memory_min = 64 << 20;

/// What an open connection takes whose request waits: its two streams, its conversation and its
/// places in the tables, measured. Half open it takes a sixth.
inline constexpr std::size_t connection_bytes = 6'144;

struct MemoryPlan {
    CaptureLimits capture;
    SavefileLimits savefile;
    FrameLimits frames;
    ReassemblyLimits reassembly;
    HttpLimits http;
    WaitingLimits waiting;
    PipelineLimits pipeline;
};

/// `bytes_max` at least memory_min, or an Error that says so.
Result<MemoryPlan> plan_memory(std::size_t bytes_max);

/// The same of a text as parse_size reads it.
Result<MemoryPlan> plan_memory(std::string_view text);

/// "256M", "1G", "500000K": powers of 1,024.
Result<std::size_t> parse_size(std::string_view text);

}  // namespace shadowdiff::pipeline
