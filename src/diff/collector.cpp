// SPDX-License-Identifier: Apache-2.0
#include "diff/collector.hpp"

#include "base/hash.hpp"
#include "json/utf8.hpp"

#include <algorithm>

namespace shadowdiff::diff {

std::string bounded(std::string_view text, std::size_t bytes_max) {
    constexpr std::string_view ellipsis = "…";
    if (text.size() <= bytes_max) return std::string{text};
    if (bytes_max < ellipsis.size()) return std::string{json::cut_utf8(text, bytes_max)};
    std::string cut{json::cut_utf8(text, bytes_max - ellipsis.size())};
    return cut.append(ellipsis);
}

bool Collector::admits(std::uint64_t pattern_hash, Kind kind, Severity severity) {
    const Sort sort{pattern_hash, kind, severity};
    const auto at = std::ranges::lower_bound(listed_, sort, {}, &Listed::sort);
    const bool is_known = at != listed_.end() && at->sort == sort;
    if (is_known && at->count >= limits_.differences_per_pattern_max) {
        ++found_.repeated;
        return false;
    }
    if (found_.list.size() >= limits_.differences_max) {
        ++found_.unlisted;
        return false;
    }
    if (is_known) {
        ++at->count;
    } else {
        listed_.insert(at, {sort, 1});
    }
    return true;
}

bool Collector::admits(std::string_view path, Kind kind, Severity severity) {
    return admits(hash128(path).low, kind, severity);
}

void Collector::add(Difference difference) {
    for (auto* path : {&difference.path, &difference.pattern}) {
        if (path->size() > limits_.path_bytes_max) *path = bounded(*path, limits_.path_bytes_max);
    }
    for (auto* value : {&difference.legacy, &difference.candidate}) {
        if (value->size() > limits_.value_bytes_max) {
            *value = bounded(*value, limits_.value_bytes_max);
        }
    }
    constexpr std::size_t usual_differences = 4;
    if (found_.list.empty()) found_.list.reserve(usual_differences);
    found_.list.push_back(std::move(difference));
}

void Collector::add(std::string path, Kind kind, Severity severity, std::string_view legacy,
                    std::string_view candidate) {
    add(std::move(path), {kind, severity, Hint::none}, legacy, candidate);
}

void Collector::add(std::string path, const Meaning& meaning, std::string_view legacy,
                    std::string_view candidate) {
    if (!admits(path, meaning.kind, meaning.severity)) return;
    auto pattern = path;
    add({.path = std::move(path),
         .pattern = std::move(pattern),
         .kind = meaning.kind,
         .severity = meaning.severity,
         .legacy = bounded(legacy, limits_.value_bytes_max),
         .candidate = bounded(candidate, limits_.value_bytes_max),
         .hint = meaning.hint});
}

}  // namespace shadowdiff::diff
