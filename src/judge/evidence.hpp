// SPDX-License-Identifier: Apache-2.0
// What the answers of one exchange say of a difference: whether legacy differs from itself there,
// and how often the candidate differed when it was asked again.
#pragma once

#include "diff/compare.hpp"
#include "judge/noise_profile.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

namespace shadowdiff::judge {

/// The listed differences, and one more that stands for those that were not listed: what nobody
/// looked at is held to be as bad as it can be, unless legacy itself differs that much.
std::vector<diff::Difference> with_unlisted(const diff::Differences& differences);

/// The further answers of one leg, each against legacy's first. Differences of severity none are
/// left out: another spelling excuses no other value.
class FurtherAnswers {
public:
    /// Of what rules set aside, that is looked at which keeps the shape. Null are no rules.
    void add(const diff::Differences& differences, const rules::RuleSet* rules = nullptr);

    std::size_t count() const { return count_; }
    /// In how many of them there is, for sure, a difference of that pattern and kind.
    std::size_t count_with(const NoiseKey& key) const;
    /// In how many of them there is any difference at that path, or may be one.
    std::size_t count_at(const std::string& path) const;
    /// How many have this very difference, with the same value; which nobody knows of values that
    /// were not looked at.
    std::size_t count_of(const diff::Difference& difference) const;
    bool has(const diff::Difference& difference) const { return count_of(difference) > 0; }
    /// Their values at that path, of those that changed it.
    std::vector<std::string> values_at(const std::string& path) const;
    const std::map<NoiseKey, std::size_t>& keys() const { return keys_; }
    /// The elements of lists that have another value in any of them.
    const std::set<Place>& elements() const { return elements_; }
    /// All agree with the first at this element of a list, and in which elements the list has.
    bool keep(const diff::Difference& difference) const;

private:
    std::size_t count_ = 0;
    std::map<NoiseKey, std::size_t> keys_;
    std::map<std::string, std::size_t> paths_;
    std::set<Place> elements_;
    std::map<std::tuple<std::string, diff::Kind, std::string>, std::size_t> values_;
};

struct Evidence {
    FurtherAnswers legacy;     // the secondary's, legacy's when asked again, and a twin's
    FurtherAnswers candidate;  // when asked again
    /// Legacy's second answer, where it was had whatever the candidate said: the secondary's, or a
    /// twin's, or, in a control, the first that was asked for again.
    const diff::Differences* second_legacy = nullptr;
    std::uint32_t attempts = 0;  // so often it was asked again, also when no answer came of it
    bool asked_again() const { return attempts > 0; }
};

/// Answers that failed are no evidence. The result points into the comparison.
Evidence evidence_of(const diff::Comparison& comparison, bool is_control,
                     const rules::RuleSet* rules = nullptr);

}  // namespace shadowdiff::judge
