// SPDX-License-Identifier: Apache-2.0
// Opens savefiles.
#include "capture/file_bytes.hpp"
#include "capture/open.hpp"
#include "capture/savefile.hpp"

#include <utility>

namespace shadowdiff::capture {
namespace {

// Of about 50 ms each. What a pipe shows at once is judged at once; one that is silent for longer
// is judged when it speaks.
constexpr int first_polls = 20;

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

}  // namespace shadowdiff::capture
