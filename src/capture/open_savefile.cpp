// SPDX-License-Identifier: Apache-2.0
// Opens savefiles.
#include "capture/file_bytes.hpp"
#include "capture/merged_source.hpp"
#include "capture/open.hpp"
#include "capture/savefile.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace shadowdiff::capture {
namespace {

// Of about 50 ms each. What a pipe shows at once is judged at once; one that is silent for longer
// is judged when it speaks.
constexpr int first_polls = 20;

// Of all buffers together where files are merged, but for what very many files need.
constexpr std::size_t merged_bytes = 2 << 20;

// "files a.pcap, b.pcap and 7 more"
std::string names_of(const std::vector<std::filesystem::path>& files) {
    constexpr std::size_t names_max = 3;
    std::string names;
    for (std::size_t i = 0; i < std::min(names_max, files.size()); ++i) {
        names += fmt::format("{} {}", i == 0 ? "files" : ",", name_of(files[i]));
    }
    if (files.size() > names_max) names += fmt::format(" and {} more", files.size() - names_max);
    return names;
}

Result<std::unique_ptr<Savefile>> open_one(const std::filesystem::path& file,
                                           const SavefileLimits& limits) {
    auto bytes = open_bytes(file);
    if (!bytes) return std::unexpected{bytes.error()};
    auto savefile = std::make_unique<Savefile>(name_of(file), std::move(*bytes), limits);
    for (int poll = 0; poll < first_polls; ++poll) {
        const auto known = savefile->begin();
        if (!known) return std::unexpected{known.error()};
        if (*known) break;
    }
    return savefile;
}

}  // namespace

Result<std::unique_ptr<PacketSource>> open_savefile(const std::filesystem::path& file,
                                                    const SavefileLimits& limits) {
    return open_one(file, limits);
}

Result<std::unique_ptr<PacketSource>> open_savefiles(
    const std::vector<std::filesystem::path>& files, const SavefileLimits& limits) {
    if (files.size() == 1) return open_savefile(files.front(), limits);
    if (files.size() > limits.files_max) {
        return std::unexpected{Error{fmt::format("{} files to merge by time, at most {} at once",
                                                 files.size(), limits.files_max)}};
    }
    if (std::ranges::count(files, "-") > 1) {
        return std::unexpected{Error{"standard input: can be read only once"}};
    }
    auto each = limits;
    each.buffer_bytes =
        std::clamp(merged_bytes / files.size(), std::size_t{16} << 10, limits.buffer_bytes);
    each.windows_bytes_total_max /= files.size();
    std::vector<std::unique_ptr<PacketSource>> sources;
    for (const auto& file : files) {
        auto source = open_savefile(file, each);
        if (!source) return source;
        sources.push_back(std::move(*source));
    }
    return std::make_unique<MergedSource>(names_of(files), std::move(sources));
}

}  // namespace shadowdiff::capture
