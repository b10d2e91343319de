// SPDX-License-Identifier: Apache-2.0
// report_bench FILE: how long a gate, a text report and a page of a run file take. make_run makes
// one of a million exchanges on 300 routes.
#include "reports/render.hpp"
#include "store/run_reader.hpp"

#include <fmt/format.h>

#include <chrono>
#include <filesystem>
#include <string>

using namespace shadowdiff;
using namespace shadowdiff::store;

namespace {

double seconds_of(const auto& work) {
    const auto begin = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 2) return 2;
    const std::filesystem::path file{argv[1]};
    reports::Report report;
    const auto read = [&](const RowsWanted& wanted) {
        report = reports::make_report(RunReader::open(file).value().rows(wanted));
    };
    const auto gate =
        seconds_of([&] { read({.examples = false, .latency = false, .trend = false}); });
    const auto text = seconds_of([&] {
        read({.examples = false});
        (void)reports::render_text(report);
    });
    std::string html;
    const auto page = seconds_of([&] {
        read({});
        html = reports::render_html(report);
    });
    fmt::print(
        "{} exchanges on {} routes, {} findings, {} MB: gate {:.3f} s, text {:.3f} s (each below "
        "1 s), page {:.3f} s and {} KB (below 10,000)\n",
        report.seen, report.routes.size(), report.findings.size(),
        std::filesystem::file_size(file) >> 20U, gate, text, page, html.size() >> 10U);
}
