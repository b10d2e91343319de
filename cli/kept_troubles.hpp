// SPDX-License-Identifier: Apache-2.0
// Warnings on stderr that wait until the live line is gone.
#pragma once

#include "base/result.hpp"

#include <cstddef>
#include <mutex>
#include <string>
#include <vector>

namespace shadowdiff::cli {

// What went wrong with files of a directory: kept until the live line is gone.
class KeptTroubles {
public:
    void add(Error error) {
        const std::scoped_lock lock{mutex_};
        if (count_++ < kept_max) kept_.push_back(std::move(error.message));
    }
    /// True when there are any.
    bool tell();

private:
    static constexpr std::size_t kept_max = 20;

    std::mutex mutex_;
    std::vector<std::string> kept_;
    std::size_t count_ = 0;
};

}  // namespace shadowdiff::cli
