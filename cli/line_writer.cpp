// SPDX-License-Identifier: Apache-2.0
#include "cli/line_writer.hpp"

#include "base/counted.hpp"
#include "base/start_thread.hpp"
#include "cli/say.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <utility>

namespace shadowdiff::cli {

LineWriter::~LineWriter() {
    waiting_.close();
    if (thread_.joinable()) thread_.join();
    if (refused_ > 0) {
        say("… and {}, for which stderr was too slow\n",
            counted(refused_.load(), "more line", "more lines"));
    }
}

void LineWriter::put(std::string line) {
    try {
        std::call_once(is_started_, [this] {
            thread_ = start_thread([this] {
                while (const auto next = waiting_.pop()) say("{}\n", *next);
            });
        });
    } catch (const StartupError&) {  // the work does not depend on a line; the next one tries again
        ++refused_;
        return;
    }
    if (!waiting_.try_push(line)) ++refused_;
}

}  // namespace shadowdiff::cli
