// SPDX-License-Identifier: Apache-2.0
#include "cli/capture_source.hpp"

#include "capture/open.hpp"
#include "cli/line_writer.hpp"
#include "cli/say.hpp"
#include "cli/source_name.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <utility>

namespace shadowdiff::cli {
namespace {

PacketSourcePtr started(Result<PacketSourcePtr> opened) {
    if (!opened) throw StartupError{opened.error().message};
    return std::move(*opened);
}

}  // namespace

bool is_directory(const CaptureFlags& flags) {
    return flags.sources.size() == 1 && std::filesystem::is_directory(flags.sources.front());
}

PacketSourcePtr open_source(const CaptureFlags& flags, const pipeline::MemoryPlan& plan,
                            const std::function<void(Error)>& on_trouble,
                            const std::function<void(Error)>& on_early_end) {
    if (is_directory(flags)) {
        return started(capture::open_directory({.directory = flags.sources.front(),
                                                .follow = static_cast<bool>(on_trouble),
                                                .limits = plan.savefile,
                                                .on_trouble = on_trouble,
                                                .on_early_end = on_early_end}));
    }
    const auto is_one = [](const std::string& name) { return std::filesystem::is_directory(name); };
    const bool are_files = std::ranges::all_of(flags.sources, is_file);
    if (are_files && std::ranges::none_of(flags.sources, is_one)) {
        return started(
            capture::open_savefiles({flags.sources.begin(), flags.sources.end()}, plan.savefile));
    }
    if (flags.sources.size() > 1) {
        throw StartupError{"one interface or one directory at a time, or files, please"};
    }
    capture::InterfaceOptions interface;
    interface.name = flags.sources.front();
    interface.ports = flags.ports;
    interface.limits = plan.capture;
    return started(capture::open_interface(interface));
}

frames::FrameOptions frame_options(const CaptureFlags& flags, const pipeline::MemoryPlan& plan) {
    return {
        .ports = flags.ports, .verify_checksums = flags.verify_checksums, .limits = plan.frames};
}

pipeline::MemoryPlan memory_plan(const CaptureFlags& flags) {
    if (flags.max_memory.empty()) return {};
    const auto plan = pipeline::plan_memory(flags.max_memory);
    if (!plan) throw StartupError{fmt::format("--max-memory: {}", plan.error().message)};
    return *plan;
}

bool is_explained(const CaptureFlags& flags) { return flags.explain || flags.explain_bytes > 0; }

pipeline::ExplainOptions explain_options(const CaptureFlags& flags) {
    pipeline::ExplainOptions options;
    if (!is_explained(flags)) return options;
    options.bytes_max = flags.explain_bytes;
    if (is_file(flags.sources.front())) {
        options.on_line = [](const std::string& line) { say("{}\n", line); };
    } else {  // whoever reads packets does not wait for whoever reads lines
        options.on_line = [writer = std::make_shared<LineWriter>()](const std::string& line) {
            writer->put(line);
        };
    }
    return options;
}

}  // namespace shadowdiff::cli
