// SPDX-License-Identifier: Apache-2.0
// How far a replay is: a bar on a terminal, a plain line now and then elsewhere.
#pragma once

#include "pipeline/shadow.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace shadowdiff::cli {

/// Gone when it goes out of scope. Elsewhere than on a terminal, its lines stay.
class ReplayLine {
public:
    ReplayLine();
    ~ReplayLine();
    ReplayLine(const ReplayLine&) = delete;
    ReplayLine& operator=(const ReplayLine&) = delete;

    void show(const pipeline::Progress& progress);

private:
    using Clock = std::chrono::steady_clock;

    std::string words(const pipeline::Progress& progress, Clock::time_point now);

    bool is_terminal_;
    Clock::time_point begun_ = Clock::now();
    Clock::time_point shown_ = Clock::now();
    std::uint64_t seen_before_ = 0;  // when it was shown last
};

/// "[####......] 42 %", or nothing where the share is not known.
std::string progress_bar(std::optional<double> share);

}  // namespace shadowdiff::cli
