// SPDX-License-Identifier: Apache-2.0
#include "diff/collector.hpp"

#include "json/utf8.hpp"

namespace shadowdiff::diff {

std::string bounded(std::string_view text, std::size_t bytes_max) {
    constexpr std::string_view ellipsis = "…";
    if (text.size() <= bytes_max) return std::string{text};
    if (bytes_max < ellipsis.size()) return std::string{json::cut_utf8(text, bytes_max)};
    std::string cut{json::cut_utf8(text, bytes_max - ellipsis.size())};
    return cut.append(ellipsis);
}

void Collector::add(Difference difference) {
    if (is_full()) {
        count_unlisted();
        return;
    }
    for (auto* path : {&difference.path, &difference.pattern}) {
        *path = bounded(*path, limits_.path_bytes_max);
    }
    for (auto* value : {&difference.legacy, &difference.candidate}) {
        *value = bounded(*value, limits_.value_bytes_max);
    }
    found_.list.push_back(std::move(difference));
}

void Collector::add(std::string path, Kind kind, Severity severity, std::string_view legacy,
                    std::string_view candidate) {
    auto pattern = path;
    add({.path = std::move(path),
         .pattern = std::move(pattern),
         .kind = kind,
         .severity = severity,
         .legacy = bounded(legacy, limits_.value_bytes_max),
         .candidate = bounded(candidate, limits_.value_bytes_max)});
}

}  // namespace shadowdiff::diff
