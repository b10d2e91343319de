// SPDX-License-Identifier: Apache-2.0
// planted_bugs [RUNS [none [BUG [NOISE]]]]: what is found of twenty kinds of bugs, at rates from
// every request to one in two thousand, under noise from none to 95 %, by the judge and by Diffy's
// rule; and how often either finds something where nothing is wrong. Prints Markdown. Exit status 1
// when the judge misses a visible bug, is worse than Diffy's rule somewhere, or raises false alarms
// in more than one run of twenty, where chance does not explain that. "none": only the cells
// without a bug, one a line, with the bounds between which the rate of false alarms lies.
#include "bench/planted_bugs/experiment.hpp"
#include "judge/bounds.hpp"

#include <fmt/format.h>

#include <array>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

using namespace shadowdiff::planted;

namespace {

constexpr std::array rates = {1.0, 0.1, 0.01, 0.001, 0.0005, 0.0};  // the last: no bug at all
constexpr std::array noises = {0.0, 0.01, 0.05, 0.2, 0.4, 0.6, 0.8, 0.95};

struct Result {
    Cell cell;
    Tally tally;
};

struct Wanted {
    unsigned runs = 200;
    bool is_without_bug = false;
    std::string bug;           // "": all
    double noise_rate = -1.0;  // below 0: all
};

std::vector<Result> grid(Noise noise, const Wanted& wanted) {
    std::vector<Result> results;
    std::uint64_t seed = noise == Noise::of_requests ? 1 : 100'000;
    for (const auto& bug : bugs()) {
        for (const double rate : rates) {
            for (const double noise_rate : noises) {
                const unsigned requests = rate > 0 && rate < 0.01 ? 1'000 : 200;
                ++seed;  // of each cell, whichever are wanted
                if (wanted.is_without_bug && rate > 0) continue;
                if (!wanted.bug.empty() && bug.name != wanted.bug) continue;
                if (wanted.noise_rate >= 0 && noise_rate != wanted.noise_rate) continue;
                results.push_back(
                    {{&bug, rate, noise_rate, noise, requests, wanted.runs, seed}, {}});
            }
        }
    }
    return results;
}

void run_all(std::vector<Result>& results) {
    std::atomic<std::size_t> next{0};
    const auto work = [&] {
        for (auto i = next++; i < results.size(); i = next++) {
            results[i].tally = run(results[i].cell);
        }
    };
    std::vector<std::jthread> workers;
    for (unsigned i = 0; i < std::thread::hardware_concurrency(); ++i) workers.emplace_back(work);
}

double share(unsigned part, unsigned whole) { return whole == 0 ? 0 : 100.0 * part / whole; }

/// The worst of all bugs of one sort, in one cell of the table; "–" where none was ever visible.
std::string worst(const std::vector<Result>& results, bool changes_shape, double rate,
                  double noise_rate) {
    double ours = 100;
    double diffy = 100;
    unsigned visible = 0;
    for (const auto& [cell, tally] : results) {
        if (cell.bug->changes_shape != changes_shape || cell.bug_rate != rate) continue;
        if (cell.noise_rate != noise_rate) continue;
        if (tally.visible > 0) ours = std::min(ours, share(tally.found, tally.visible));
        if (tally.occurred > 0)
            diffy = std::min(diffy, share(tally.found_by_diffy, tally.occurred));
        visible += tally.visible;
    }
    return visible == 0 ? fmt::format("– / {:.0f}", diffy)
                        : fmt::format("{:.0f} / {:.0f}", ours, diffy);
}

std::string false_alarms(const std::vector<Result>& results, double noise_rate) {
    double ours = 0;
    double diffy = 0;
    for (const auto& [cell, tally] : results) {
        if (cell.bug_rate > 0 || cell.noise_rate != noise_rate) continue;
        ours = std::max(ours, share(tally.found_anyway, tally.runs));
        diffy = std::max(diffy, share(tally.found_by_diffy, tally.runs));
    }
    return fmt::format("{:.0f} / {:.0f}", ours, diffy);
}

std::string percent(double rate) { return fmt::format("{:g} %", 100 * rate); }

void print_table(const std::vector<Result>& results) {
    fmt::print("| bugs | rate |");
    for (const double noise : noises) fmt::print(" noise {} |", percent(noise));
    fmt::print("\n|---|---|{}\n", [] {
        std::string line;
        for ([[maybe_unused]] const double noise : noises) line += "---|";
        return line;
    }());
    for (const bool changes_shape : {false, true}) {
        for (const double rate : rates) {
            if (rate == 0) continue;
            fmt::print("| {} | {} |", changes_shape ? "shape" : "value", percent(rate));
            for (const double noise : noises) {
                fmt::print(" {} |", worst(results, changes_shape, rate, noise));
            }
            fmt::print("\n");
        }
    }
    fmt::print("| none: false alarms | |");
    for (const double noise : noises) fmt::print(" {} |", false_alarms(results, noise));
    fmt::print("\n\n");
}

/// So sure must we be, over all cells: with fewer of them some would be over the bar by chance.
constexpr double fault_confidence = 0.9999;

bool has_false_alarms(const Tally& tally) {
    constexpr double share_max = 0.05;
    return shadowdiff::judge::exact_bounds(tally.found_anyway, tally.runs, fault_confidence).lower >
           share_max;
}

void list_false_alarms(const std::vector<Result>& results) {
    for (const auto& [cell, tally] : results) {
        const auto [lower, upper] =
            shadowdiff::judge::exact_bounds(tally.found_anyway, tally.runs, 0.975);
        fmt::print(
            "{}, noise {}: {} of {} runs ({:.1f} %, with 95 % between {:.1f} and {:.1f} %)\n",
            cell.bug->name, percent(cell.noise_rate), tally.found_anyway, tally.runs,
            share(tally.found_anyway, tally.runs), 100 * lower, 100 * upper);
    }
}

unsigned count_faults(const std::vector<Result>& results) {
    unsigned faults = 0;
    const auto fault = [&](const Result& result, std::string_view what) {
        const auto& tally = result.tally;
        ++faults;
        fmt::print(
            "FAULT {}: {} at {} under noise {}: {} runs, occurred {}, visible {}, found {} "
            "(anyway {}), by Diffy {}\n",
            what, result.cell.bug->name, percent(result.cell.bug_rate),
            percent(result.cell.noise_rate), tally.runs, tally.occurred, tally.visible, tally.found,
            tally.found_anyway, tally.found_by_diffy);
    };
    for (const auto& result : results) {
        const auto& [cell, tally] = result;
        if (cell.bug_rate == 0) {
            if (has_false_alarms(tally)) fault(result, "false alarms");
        } else {
            if (tally.found < tally.visible) fault(result, "missed");
            if (tally.found_anyway < tally.found_by_diffy) fault(result, "worse than Diffy");
        }
    }
    return faults;
}

}  // namespace

int main(int argc, char** argv) {
    Wanted wanted;
    if (argc > 1) wanted.runs = static_cast<unsigned>(std::atoi(argv[1]));
    wanted.is_without_bug = argc > 2 && std::string_view{argv[2]} == "none";
    if (argc > 3) wanted.bug = argv[3];
    if (argc > 4) wanted.noise_rate = std::atof(argv[4]);
    unsigned faults = 0;
    for (const auto noise : {Noise::of_requests, Noise::of_answers}) {
        auto results = grid(noise, wanted);
        run_all(results);
        fmt::print("Noise of {}:\n\n", noise == Noise::of_requests ? "requests" : "single answers");
        if (wanted.is_without_bug) {
            list_false_alarms(results);
        } else {
            print_table(results);
        }
        faults += count_faults(results);
        std::fflush(stdout);
    }
    return faults == 0 ? 0 : 1;
}
