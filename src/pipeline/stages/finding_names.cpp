// SPDX-License-Identifier: Apache-2.0
#include "pipeline/stages/finding_names.hpp"

#include "store/fingerprint.hpp"

#include <cstddef>

namespace shadowdiff::pipeline {
namespace {

// More than nearly every run has. Routes and patterns are bounded, so this is some megabytes, and
// 20 MB where somebody makes them as long as they may be.
constexpr std::size_t names_max = 2'048;

}  // namespace

const FindingName& FindingNames::of(std::string_view route, const diff::Difference& difference,
                                    const redact::Redactor& redactor) {
    const auto kind = name(difference.kind);
    key_.assign(route).append(1, '\0').append(difference.pattern).append(1, '\0').append(kind);
    if (const auto known = known_.find(key_); known != known_.end()) return known->second;
    if (known_.size() >= names_max) known_.clear();
    auto pattern = redactor.place(difference.pattern).text();
    auto fingerprint = store::fingerprint(route, pattern, kind);
    return known_.try_emplace(key_, std::move(pattern), std::move(fingerprint)).first->second;
}

}  // namespace shadowdiff::pipeline
