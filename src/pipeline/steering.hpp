// SPDX-License-Identifier: Apache-2.0
// What is told to a run while it goes on: paused, resumed, read again.
#pragma once

#include "pipeline/shadow.hpp"

#include <functional>

namespace shadowdiff::pipeline {

/// What is steered.
struct Steered {
    std::function<void(bool)> pause;
    std::function<Result<void>()> reload;
};

/// Used by the thread that watches the run.
class Steering {
public:
    /// All must outlive it. Starts paused where the options say so.
    Steering(const ShadowOptions& options, const StopSignal& signal, Steered steered);

    /// Does what the signal has been asked since the last time.
    void follow();

private:
    void pause(bool is_paused);
    void reload();
    void tell(const std::string& notice) const;

    const ShadowOptions& options_;
    const StopSignal& signal_;
    Steered steered_;
    bool is_paused_ = false;
    int pause_toggles_ = 0;
    int reloads_ = 0;
};

}  // namespace shadowdiff::pipeline
