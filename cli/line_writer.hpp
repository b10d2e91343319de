// SPDX-License-Identifier: Apache-2.0
// Lines on stderr from threads that may not wait for whoever reads them.
#pragma once

#include "pipeline/stages/queue.hpp"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string>
#include <thread>

namespace shadowdiff::cli {

class LineWriter {
public:
    LineWriter() = default;
    /// Waits until all is written, and tells how many lines found no room.
    ~LineWriter();
    LineWriter(const LineWriter&) = delete;
    LineWriter& operator=(const LineWriter&) = delete;

    /// Without its line end. From any thread; the first call starts the one that writes.
    void put(std::string line);

private:
    static constexpr std::size_t waiting_max = 4'096;

    pipeline::Queue<std::string> waiting_{waiting_max};
    std::atomic<std::uint64_t> refused_ = 0;
    std::once_flag is_started_;
    std::jthread thread_;
};

}  // namespace shadowdiff::cli
