// SPDX-License-Identifier: Apache-2.0
// What the user named as a source: an interface, or something that is read.
#pragma once

#include <filesystem>
#include <string>

namespace shadowdiff::cli {

/// A name is a file when there is one, or when no interface could be called so.
inline bool is_file(const std::string& source) {
    const std::filesystem::path path{source};
    const auto extension = path.extension();
    return source == "-" || source.contains('/') || extension == ".pcap" ||
           extension == ".pcapng" || extension == ".cap" || std::filesystem::exists(path);
}

}  // namespace shadowdiff::cli
