// SPDX-License-Identifier: Apache-2.0
// timer_loop RATE COUNT: sleeps until each of so many absolute deadlines, and prints how late it
// woke for 99 % of them, in microseconds: the least that any pace can cost.
#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdio>
#include <string>
#include <thread>
#include <vector>

int main(int argc, char** argv) {
    if (argc != 3) return 2;
    using Clock = std::chrono::steady_clock;
    const double rate = std::stod(argv[1]);
    const std::size_t count = std::stoul(argv[2]);
    std::vector<double> late_us;
    late_us.reserve(count);
    const auto start = Clock::now();
    for (std::size_t i = 0; i < count; ++i) {
        const std::chrono::duration<double> due{static_cast<double>(i) / rate};
        const auto at = start + std::chrono::duration_cast<Clock::duration>(due);
        while (Clock::now() < at) std::this_thread::sleep_until(at);
        late_us.push_back(std::chrono::duration<double, std::micro>{Clock::now() - at}.count());
    }
    std::ranges::sort(late_us);
    std::printf("%.1f\n", late_us[count * 99 / 100]);
}
