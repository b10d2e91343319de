// SPDX-License-Identifier: Apache-2.0
// Which versions of legacy and the candidate answered, where a header of theirs says it.
#pragma once

#include "http/exchange.hpp"
#include "redact/redactor.hpp"

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace shadowdiff::pipeline {

class Versions {
public:
    /// `header`: by name; empty: nothing is looked at.
    explicit Versions(std::string header) : header_{std::move(header)} {}

    void add(const http::Exchange& exchange);

    /// "legacy_version", "candidate_version": of each leg that gave one and the same in every
    /// answer, and none where some answers did not say. Of one that was deployed anew meanwhile
    /// "merged_candidate_version", with all of them: what is about several is no evidence of one.
    std::map<std::string, std::string> facts(const redact::Redactor& redactor) const;

private:
    std::string header_;
    std::map<http::Leg, std::vector<std::string>> legs_;  // in the order in which they came
};

}  // namespace shadowdiff::pipeline
