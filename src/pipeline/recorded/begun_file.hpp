// SPDX-License-Identifier: Apache-2.0
// The beginning of a file of recorded traffic: enough to know what it is.
#pragma once

#include "base/bytes.hpp"
#include "base/limits.hpp"
#include "base/result.hpp"
#include "capture/byte_source.hpp"

#include <filesystem>
#include <functional>
#include <memory>

namespace shadowdiff::pipeline {

struct BegunFile {
    std::unique_ptr<capture::ByteSource> bytes;  // unpacked; goes on behind the beginning
    Bytes beginning;
    bool is_packed = false;
};

/// Waits for a pipe's first words, until `is_over`; `on_silence` is told when none came for about
/// a second.
Result<BegunFile> begin_file(
    const std::filesystem::path& file, const SavefileLimits& limits = {},
    const std::function<bool()>& is_over = [] { return false; },
    const std::function<void()>& on_silence = [] {});

bool is_capture(ByteView beginning);

}  // namespace shadowdiff::pipeline
