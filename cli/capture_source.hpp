// SPDX-License-Identifier: Apache-2.0
// What capture was told, and what of it says where packets come from and what is held of them.
#pragma once

#include "capture/source.hpp"
#include "cli/shadow_flags.hpp"
#include "pipeline/capture/explanation_log.hpp"
#include "pipeline/memory_plan.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace shadowdiff::cli {

struct CaptureFlags {
    std::vector<std::string> sources;
    std::string legacy = "observed";
    std::vector<std::uint16_t> ports;
    bool verify_checksums = false;
    bool list = false;
    std::string user;
    bool explain = false;
    std::size_t explain_bytes = 0;
    std::string max_memory;
    std::optional<double> cpu_budget;
    std::size_t workers = 1;
    ShadowFlags shadow;
};

using PacketSourcePtr = std::unique_ptr<capture::PacketSource>;

bool is_directory(const CaptureFlags& flags);

/// `on_trouble`, `on_early_end`: of a directory's files, while others are read; without them a
/// directory is not followed. Throws StartupError.
PacketSourcePtr open_source(const CaptureFlags& flags, const pipeline::MemoryPlan& plan,
                            const std::function<void(Error)>& on_trouble,
                            const std::function<void(Error)>& on_early_end);

frames::FrameOptions frame_options(const CaptureFlags& flags, const pipeline::MemoryPlan& plan);

/// Throws StartupError.
pipeline::MemoryPlan memory_plan(const CaptureFlags& flags);

bool is_explained(const CaptureFlags& flags);
/// Lines go to stderr; of live packets without waiting for whoever reads them.
pipeline::ExplainOptions explain_options(const CaptureFlags& flags);

}  // namespace shadowdiff::cli
