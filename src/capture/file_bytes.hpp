// SPDX-License-Identifier: Apache-2.0
// A file or a pipe as a source of octets.
#pragma once

#include "base/result.hpp"
#include "capture/byte_source.hpp"

#include <filesystem>
#include <memory>
#include <string_view>

namespace shadowdiff::capture {

/// "-" is standard input. A regular file that has `ended` may be asked again when it has grown; a
/// pipe without data, or without anybody who writes to it yet, is `not_yet` after about 50 ms.
Result<std::unique_ptr<ByteSource>> open_bytes(const std::filesystem::path& file);

/// What messages call the file: its path, or "standard input".
std::string name_of(const std::filesystem::path& file);

/// "day.pcap: cannot be read: Permission denied"
Error cannot_read(std::string_view name, int error_number);

}  // namespace shadowdiff::capture
