// SPDX-License-Identifier: Apache-2.0
#include "diff/collector.hpp"

#include "json/mix.hpp"
#include "json/utf8.hpp"

#include <algorithm>

namespace shadowdiff::diff {

namespace {

constexpr std::size_t usual_differences = 4;

/// Becomes a string, cut, right where that is to stand.
struct CutText {
    const std::string_view& text;
    std::size_t bytes_max;

    explicit(false) operator std::string() const {
        return text.size() <= bytes_max ? std::string{text} : bounded(text, bytes_max);
    }
};

Difference written_out(const FoundDifference& found, const DiffLimits& limits) {
    const auto path_max = limits.path_bytes_max;
    const auto value_max = limits.value_bytes_max;
    return {.path = CutText{found.path, path_max},
            .pattern = CutText{found.pattern, path_max},
            .kind = found.meaning.kind,
            .severity = found.meaning.severity,
            .legacy = CutText{found.legacy, value_max},
            .candidate = CutText{found.candidate, value_max},
            .hint = found.meaning.hint};
}

/// Becomes a difference right where that is to stand.
struct Unwritten {
    const FoundDifference& found;
    const DiffLimits& limits;

    explicit(false) operator Difference() const { return written_out(found, limits); }
};

}  // namespace

std::string bounded(std::string_view text, std::size_t bytes_max) {
    constexpr std::string_view ellipsis = "…";
    if (text.size() <= bytes_max) return std::string{text};
    if (bytes_max < ellipsis.size()) return std::string{json::cut_utf8(text, bytes_max)};
    std::string cut{json::cut_utf8(text, bytes_max - ellipsis.size())};
    return cut.append(ellipsis);
}

bool Collector::admits(std::uint64_t pattern_hash, Kind kind, Severity severity) {
    const auto sort = json::mix(
        pattern_hash, static_cast<std::uint64_t>(kind) << 8 | static_cast<std::uint64_t>(severity));
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
        return true;
    }
    listed_.insert(at, {sort, 1});
    return true;
}

void Collector::bound(Difference& difference) const {
    for (auto* path : {&difference.path, &difference.pattern}) {
        if (path->size() > limits_.path_bytes_max) *path = bounded(*path, limits_.path_bytes_max);
    }
    for (auto* value : {&difference.legacy, &difference.candidate}) {
        if (value->size() > limits_.value_bytes_max) {
            *value = bounded(*value, limits_.value_bytes_max);
        }
    }
}

void Collector::add(const FoundDifference& found) {
    if (found_.list.empty()) found_.list.reserve(usual_differences);
    found_.list.emplace_back(Unwritten{found, limits_});
}

void Collector::add(Difference difference) {
    bound(difference);
    found_.list.push_back(std::move(difference));
}

bool Collector::has_room_aside() {
    if (found_.set_aside.size() < limits_.differences_max) return true;
    ++found_.set_aside_unlisted;
    return false;
}

void Collector::set_aside(const FoundDifference& found, rules::RuleIndex rule) {
    if (!has_room_aside()) return;
    found_.set_aside.emplace_back(Unwritten{found, limits_}, rule);
}

void Collector::set_aside(Difference difference, rules::RuleIndex rule) {
    bound(difference);
    if (has_room_aside()) found_.set_aside.emplace_back(std::move(difference), rule);
}

std::optional<rules::RuleIndex> Collector::excuse(const Difference& difference,
                                                  bool are_whole) const {
    if (rules_ == nullptr || difference.severity == Severity::none) return std::nullopt;
    const auto value = [&](const std::string& text) {
        const auto type = are_whole ? json::Type::string : json::Type::object;
        return rules::Value{type, are_whole ? text : "", true};
    };
    rules::Question question;
    if (difference.kind != Kind::added) question.legacy = value(difference.legacy);
    if (difference.kind != Kind::missing) question.candidate = value(difference.candidate);
    return rules_->excuse(difference.path, question);
}

void Collector::report(Difference difference, bool are_whole) {
    difference.pattern = difference.path;
    if (const auto rule = excuse(difference, are_whole)) {
        return set_aside(std::move(difference), *rule);
    }
    const auto pattern_hash = json::hash_text(difference.pattern);
    if (admits(pattern_hash, difference.kind, difference.severity)) {
        add(std::move(difference));
    }
}

void Collector::add(std::string path, Kind kind, Severity severity, std::string_view legacy,
                    std::string_view candidate) {
    add(std::move(path), {kind, severity, Hint::none}, legacy, candidate);
}

void Collector::add(std::string path, const Meaning& meaning, std::string_view legacy,
                    std::string_view candidate) {
    const bool are_whole = path != "body";  // of bodies only an excerpt is shown
    report({.path = std::move(path),
            .pattern = {},
            .kind = meaning.kind,
            .severity = meaning.severity,
            .legacy = std::string{legacy},
            .candidate = std::string{candidate},
            .hint = meaning.hint},
           are_whole);
}

}  // namespace shadowdiff::diff
