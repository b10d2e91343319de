// SPDX-License-Identifier: Apache-2.0
#include "pipeline/capture/explanation_log.hpp"

#include "base/escape.hpp"

#include <fmt/format.h>

#include <chrono>
#include <iterator>

namespace shadowdiff::pipeline {
namespace {

// RFC 3339, UTC, microseconds.
std::string to_text(Timestamp at) {
    using namespace std::chrono;
    const auto micros = floor<microseconds>(at);
    const auto midnight = floor<days>(micros);
    const year_month_day day{midnight};
    const hh_mm_ss time{micros - midnight};
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:06}Z", static_cast<int>(day.year()),
                       static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()),
                       time.hours().count(), time.minutes().count(), time.seconds().count(),
                       time.subseconds().count());
}

}  // namespace

std::string to_line(const Explanation& explanation, std::size_t bytes_max) {
    auto line = fmt::format("{} {}", to_text(explanation.at), explanation.reason);
    const auto add = [&](std::string_view key, const auto& value) {
        fmt::format_to(std::back_inserter(line), " {}={}", key, value);
    };
    if (const auto& connection = explanation.connection) {
        add("connection", fmt::format("{}->{}", shadowdiff::to_text(connection->from),
                                      shadowdiff::to_text(connection->to)));
    }
    if (explanation.sender) add("sender", shadowdiff::to_text(*explanation.sender));
    if (explanation.offset) add("offset", *explanation.offset);
    if (explanation.packet) add("packet", *explanation.packet);
    if (explanation.amount) add("amount", *explanation.amount);
    if (!explanation.method.empty()) add("method", explanation.method);
    if (!explanation.closed.empty()) add("closed", explanation.closed);
    const auto bytes = explanation.bytes.substr(0, bytes_max);
    if (!bytes.empty()) add("bytes", fmt::format("\"{}\"", printable(bytes)));
    return line;
}

void ExplanationLog::add(const Explanation& explanation) {
    const std::lock_guard lock{mutex_};
    if (++told_[explanation.reason] > options_.lines_per_reason_max) return;
    options_.on_line(to_line(explanation, options_.bytes_max));
}

void ExplanationLog::finish() {
    const std::lock_guard lock{mutex_};
    for (const auto& [reason, told] : told_) {
        if (told <= options_.lines_per_reason_max) continue;
        options_.on_line(
            fmt::format("… and {} more {}", told - options_.lines_per_reason_max, reason));
    }
    told_.clear();
}

}  // namespace shadowdiff::pipeline
