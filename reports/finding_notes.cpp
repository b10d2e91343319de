// SPDX-License-Identifier: Apache-2.0
#include "reports/finding_notes.hpp"

#include "base/limits.hpp"
#include "reports/shell_word.hpp"
#include "reports/wording.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

namespace shadowdiff::reports {
namespace {

void add_gone(std::vector<std::string>& notes, const std::vector<GoneFinding>& gone,
              std::string_view what) {
    const auto told = std::min(gone.size(), ReportLimits{}.text_findings_max);
    for (std::size_t i = 0; i < told; ++i) {
        const auto& before = gone[i].before;
        notes.push_back(fmt::format(
            "{}: {} {} {} on {}, in {} of {} then and in none of {} now", what, before.fingerprint,
            before.pattern, before.kind, before.route, grouped(before.exchanges),
            counted(gone[i].judged_before, "exchange", "exchanges"), grouped(gone[i].judged)));
    }
    if (told < gone.size()) {
        notes.push_back(fmt::format("{}: {} more", what, grouped(gone.size() - told)));
    }
}

}  // namespace

std::string seconds_of(std::int64_t microseconds_since_epoch) {
    const auto time = utc_time(microseconds_since_epoch);
    return time.substr(0, time.find('.')) + "Z";
}

std::string seen_words(const store::FindingRow& finding) {
    if (finding.first_seen_us == 0) return "";
    const auto first = seconds_of(finding.first_seen_us);
    const auto last = seconds_of(finding.last_seen_us);
    return "seen " + (first == last ? first : first + " to " + last);
}

std::string owner_words(const FindingEntry& entry) {
    if (!entry.decision) return "";
    return fmt::format("{} by {}", name(entry.decision->as), entry.decision->owner);
}

std::string curl_command(const Report& report, const store::FindingRow& finding) {
    return fmt::format("shadowdiff show {} {} --curl",
                       report.file.empty() ? "RUN.db" : shell_argument(report.file),
                       finding.fingerprint);
}

std::vector<std::string> gone_notes(const Report& report) {
    std::vector<std::string> notes;
    add_gone(notes, report.fixed, "Fixed");
    add_gone(notes, report.not_seen, "Not seen, in too few to say that it is fixed");
    return notes;
}

}  // namespace shadowdiff::reports
