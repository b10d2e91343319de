// SPDX-License-Identifier: Apache-2.0
// Hears of the reset of a connection whose bytes Asio reads and writes, while nobody does either.
#pragma once

#include "mirror/wire/readiness.hpp"

#include <functional>
#include <vector>

namespace shadowdiff::mirror {

class ResetWatch final : public ReadinessUser {
public:
    /// Ends before the descriptor is closed or handed on. `tell` is called at most once, and may
    /// not destroy the watch.
    ResetWatch(Readiness& readiness, int descriptor, std::function<void()> tell);
    ~ResetWatch();
    ResetWatch(const ResetWatch&) = delete;
    ResetWatch& operator=(const ResetWatch&) = delete;

    bool is_broken() const { return is_broken_; }

    int descriptor() const override { return descriptor_; }
    void note(Events events) override;
    void give_up(std::vector<Resume>& waiting) override;

private:
    Readiness& readiness_;
    int descriptor_;
    std::function<void()> tell_;  // empty: told, or given up
    bool is_broken_ = false;
};

}  // namespace shadowdiff::mirror
