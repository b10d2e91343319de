// SPDX-License-Identifier: Apache-2.0
#include "cli/replay_line.hpp"

#include "cli/say.hpp"
#include "cli/terminal.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>

namespace shadowdiff::cli {
namespace {

using namespace std::chrono_literals;

constexpr auto bar_period = 1s;     // the rate is of so long
constexpr auto lines_period = 10s;  // in a log
constexpr int bar_columns = 20;
constexpr double share_min = 0.005;  // before it nobody knows how long the rest takes

std::string duration_words(double seconds) {
    const auto whole = static_cast<std::int64_t>(seconds);
    if (whole < 60) return fmt::format("{} s", whole);
    if (whole < 3'600) return fmt::format("{} m {} s", whole / 60, whole % 60);
    return fmt::format("{} h {} m", whole / 3'600, whole / 60 % 60);
}

double seconds(std::chrono::steady_clock::duration duration) {
    return std::chrono::duration<double>{duration}.count();
}

}  // namespace

std::string progress_bar(std::optional<double> share) {
    if (!share) return "";
    const auto filled = static_cast<int>(*share * bar_columns);
    return fmt::format("[{:#<{}}{:.<{}}] {:.0f} % · ", "", filled, "", bar_columns - filled,
                       *share * 100);
}

ReplayLine::ReplayLine() : is_terminal_{isatty(STDERR_FILENO) == 1} {}

ReplayLine::~ReplayLine() {
    if (is_terminal_) say("{}", clear_line);
}

void ReplayLine::show(const pipeline::Progress& progress) {
    const auto now = Clock::now();
    const Clock::duration period = is_terminal_ ? Clock::duration{bar_period} : lines_period;
    if (now - shown_ < period) return;
    const auto line = words(progress, now);
    if (is_terminal_) {
        say("{}{}", clear_line, line);
    } else {
        say("shadowdiff: {}\n", line);
    }
    std::fflush(stderr);
    shown_ = now;
    seen_before_ = progress.seen;
}

std::string ReplayLine::words(const pipeline::Progress& p, Clock::time_point now) {
    const auto rate = static_cast<double>(p.seen - seen_before_) / seconds(now - shown_);
    auto line = progress_bar(p.share_done);
    line += fmt::format("{:.0f}/s · ", rate);
    if (p.lag) {
        line += fmt::format("lag {:.3g} ms · ",
                            std::chrono::duration<double, std::milli>{*p.lag}.count());
    }
    line += fmt::format("seen {} · mismatches {} · waiting {} · dropped {}", p.seen, p.mismatches,
                        p.waiting, p.dropped);
    if (p.share_done && *p.share_done > share_min) {
        const auto left = seconds(now - begun_) * (1 - *p.share_done) / *p.share_done;
        line += fmt::format(" · {} left", duration_words(left));
    }
    return line;
}

}  // namespace shadowdiff::cli
