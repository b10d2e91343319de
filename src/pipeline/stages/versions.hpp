// SPDX-License-Identifier: Apache-2.0
// Which versions of legacy and the candidate answered, where a header of theirs says it.
#pragma once

#include "http/exchange.hpp"
#include "redact/redactor.hpp"

#include <map>
#include <string>
#include <utility>

namespace shadowdiff::pipeline {

class Versions {
public:
    /// `header`: by name; empty: nothing is looked at.
    explicit Versions(std::string header) : header_{std::move(header)} {}

    void add(const http::Exchange& exchange);

    /// "legacy_version", "candidate_version": of each leg that gave one and the same in every
    /// answer. A leg that was deployed anew meanwhile has none that could be told.
    std::map<std::string, std::string> facts(const redact::Redactor& redactor) const;

private:
    struct Seen {
        std::string version;
        bool is_one = true;
    };

    std::string header_;
    std::map<http::Leg, Seen> legs_;
};

}  // namespace shadowdiff::pipeline
