// SPDX-License-Identifier: Apache-2.0
// The addresses that a leg's name had last, for who asks the leg next: the run that follows can
// begin while the name does not resolve.
#pragma once

#include "mirror/net.hpp"

#include <mutex>
#include <utility>
#include <vector>

namespace shadowdiff::mirror {

/// Shared by the legs of runs that follow each other, each on a thread of its own.
class LastAddresses {
public:
    std::vector<Stream::endpoint> get() const {
        const std::lock_guard lock{mutex_};
        return addresses_;
    }
    void set(std::vector<Stream::endpoint> addresses) {
        const std::lock_guard lock{mutex_};
        addresses_ = std::move(addresses);
    }

private:
    mutable std::mutex mutex_;
    std::vector<Stream::endpoint> addresses_;
};

}  // namespace shadowdiff::mirror
