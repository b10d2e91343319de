// SPDX-License-Identifier: Apache-2.0
// What became of one exchange. Each request that was seen ends in exactly one verdict.
#pragma once

#include "base/reason.hpp"
#include "diff/diff.hpp"
#include "judge/break.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace shadowdiff::judge {

enum class Verdict : std::uint8_t {
    match,         // equal, or differing only in per-message headers whose shape is right
    equivalent,    // equal only in meaning: another spelling, or a declared rule
    noise,         // every difference is where legacy differs from itself, and shapes hold, or an
                   // id that each service made for what a write made
    drift,         // the candidate agrees with legacy asked again now, not with what was observed
    mismatch,      // at least one low, medium or high difference, or no complete answer
    legacy_error,  // legacy gave no complete answer
    both_error,    // neither did
    uncomparable,
    excluded,
    dropped,
};
inline constexpr auto verdict_count = static_cast<std::size_t>(Verdict::dropped) + 1;

/// Both legs answered, and their answers were compared: such a request is evidence.
constexpr bool is_judged(Verdict verdict) { return verdict <= Verdict::mismatch; }

/// A difference and what the evidence says of it.
enum class Standing : std::uint8_t { finding, noise, drift, representation };

/// Why a value may differ where it does.
enum class Leave : std::uint8_t {
    none,
    noise,   // legacy differs from itself there
    rule,    // one that keeps the shape lets it
    minted,  // each service makes ids of its own for what an unsafe request made
};

struct JudgedDifference {
    diff::Difference difference;
    Standing standing = Standing::finding;
    /// Asked again, legacy agreed with itself and the candidate differed each time here, or always
    /// did so far on the route.
    bool reproduced = false;
    Break broken = Break::none;  // why a value is a finding although it may differ there
    Leave leave = Leave::none;
    bool operator==(const JudgedDifference&) const = default;
};

struct Judgement {
    Verdict verdict = Verdict::match;
    Reason reason = Reason::none;  // uncomparable, excluded, dropped; of a mismatch: what kept it
                                   // from being confirmed
    diff::Severity severity = diff::Severity::none;  // of a mismatch: the highest
    std::vector<JudgedDifference> differences = {};
    std::vector<diff::SetAside> set_aside = {};  // what rules do not let count
    std::string why = {};                        // one sentence: which evidence decided
    bool operator==(const Judgement&) const = default;
};

/// The gravest standing decides; of no differences: match.
Verdict verdict_of(const std::vector<JudgedDifference>& differences);
/// The highest of those that are findings.
diff::Severity severity_of(const std::vector<JudgedDifference>& differences);

/// Of a mismatch: it speaks for all; among equals the first.
const JudgedDifference& gravest_finding(const Judgement& judgement);

std::string_view name(Verdict verdict);
std::string_view name(Standing standing);
std::optional<Verdict> verdict_from_name(std::string_view text);
std::optional<Standing> standing_from_name(std::string_view text);

}  // namespace shadowdiff::judge
