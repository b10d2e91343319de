// SPDX-License-Identifier: Apache-2.0
// make_run FILE EXCHANGES ROUTES FINDINGS MINUTES [hostile]: a run file of any size without the
// traffic, for tests and measurements of reports. The same arguments give the same rows.
#include "base/hash.hpp"
#include "store/run_writer.hpp"
#include "tests/support/made_rows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>

using namespace shadowdiff;
using namespace shadowdiff::made;

namespace {

class Maker {
public:
    Maker(const char* file, const Shape& shape) : shape_{shape}, writer_{file, run_of(shape)} {}

    void make() {
        for (std::uint64_t n = 0; n < shape_.exchanges; ++n) {
            add(n);
            if (batch_.tally.size() >= 16'384) flush();
        }
        add_times();
        batch_.noise = {{route_of(1), "$.served_by", "changed", 1'097, 118}};
        batch_.coverage.add(Blind::kernel_drops, 12);
        flush();
        writer_.finish((start_minute + static_cast<std::int64_t>(shape_.minutes)) * minute_us)
            .value();
    }

private:
    static store::RunRow run_of(const Shape& shape) {
        store::RunRow run;
        run.version = "0.1.0";
        run.source = shape.is_hostile ? hostile : "interface eth0";
        run.legacy = "http://10.0.0.1:8080";
        run.candidate = "http://10.0.0.2:8081";
        run.method_policy = "safe methods only";
        run.started_at_us = start_minute * minute_us;
        return run;
    }

    // Busier by day, with a bad hour two thirds through.
    std::int64_t minute_of(std::uint64_t n) const {
        const double share = static_cast<double>(n) / static_cast<double>(shape_.exchanges);
        const double bent = share + 0.05 * std::sin(share * 6.2831853);
        return start_minute +
               std::clamp<std::int64_t>(
                   static_cast<std::int64_t>(bent * static_cast<double>(shape_.minutes)), 0,
                   static_cast<std::int64_t>(shape_.minutes) - 1);
    }

    bool is_mismatch(std::uint64_t n) const {
        if (shape_.findings == 0) return false;
        const auto every =
            std::max<std::uint64_t>(1, shape_.exchanges / (shape_.findings + shape_.findings / 4));
        const bool is_bad_hour = n * 100 / shape_.exchanges / 4 == 16;
        return n % (is_bad_hour ? std::max<std::uint64_t>(1, every / 3) : every) == 0;
    }

    void add(std::uint64_t n) {
        ++batch_.seen;
        if (!is_mismatch(n)) {
            const char* verdict = n % 97 == 0   ? "noise"
                                  : n % 53 == 0 ? "equivalent"
                                  : n % 41 == 0 ? "excluded"
                                                : "match";
            count(n, route_of(hash128(std::to_string(n)).low % shape_.routes), verdict,
                  n % 53 != 0 && n % 97 != 0 && n % 41 == 0 ? "unsafe_method" : "", "none");
            return;
        }
        const auto finding = mismatches_++ % shape_.findings;
        const auto severity = severity_of(finding, shape_);
        count(n, route_of(finding % shape_.routes), "mismatch", "", severity);
        const bool is_first = mismatches_ <= std::min(shape_.findings, whole_max);
        batch_.exchanges.push_back(exchange_of(n, finding, minute_of(n), is_first, shape_));
    }

    void count(std::uint64_t n, std::string route, const char* verdict, const char* reason,
               const std::string& severity) {
        batch_.tally.push_back({minute_of(n), std::move(route), verdict, reason, severity, 1});
    }

    void add_times() {
        const auto each = std::min<std::uint64_t>(2'000, shape_.exchanges / shape_.routes);
        for (std::uint64_t r = 0; r < shape_.routes; ++r) {
            store::LatencyRow legacy{route_of(r), "legacy", "sent", {}};
            store::LatencyRow candidate{route_of(r), "candidate", "sent", {}};
            store::TimingRow timing{route_of(r), "sent", {}};
            for (std::uint64_t i = 0; i < each; ++i) {
                const auto n = r * 1'000'003 + i;
                const auto one = time_of(n, "legacy");
                const auto other = time_of(n, "candidate");
                legacy.sketch.add(static_cast<double>(one));
                candidate.sketch.add(static_cast<double>(other));
                timing.pairs.add({hash128(std::to_string(n)).high, static_cast<std::uint32_t>(one),
                                  static_cast<std::uint32_t>(other)});
            }
            batch_.latency.legs.push_back(std::move(legacy));
            batch_.latency.legs.push_back(std::move(candidate));
            batch_.latency.timings.push_back(std::move(timing));
        }
    }

    void flush() {
        const auto seen = batch_.seen;
        writer_.flush(batch_).value();
        batch_ = {};
        batch_.seen = seen;
    }

    Shape shape_;
    store::RunWriter writer_;
    store::Batch batch_;
    std::uint64_t mismatches_ = 0;
};

}  // namespace

int main(int argc, char** argv) {
    if (argc < 6) {
        std::fputs("usage: make_run FILE EXCHANGES ROUTES FINDINGS MINUTES [hostile]\n", stderr);
        return 2;
    }
    const auto number = [&](int at) { return std::strtoull(argv[at], nullptr, 10); };
    Maker{argv[1], {number(2), number(3), number(4), number(5), argc > 6}}.make();
}
