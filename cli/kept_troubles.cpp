// SPDX-License-Identifier: Apache-2.0
#include "cli/kept_troubles.hpp"

#include "base/counted.hpp"
#include "cli/say.hpp"

#include <fmt/format.h>

namespace shadowdiff::cli {

bool KeptTroubles::tell() {
    const std::scoped_lock lock{mutex_};
    for (const auto& message : kept_) warn(message);
    if (count_ > kept_.size()) {
        const auto more = counted(count_ - kept_.size(), "more file", "more files");
        warn(fmt::format("… and {}", more));
    }
    return count_ > 0;
}

}  // namespace shadowdiff::cli
