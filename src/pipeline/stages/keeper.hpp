// SPDX-License-Identifier: Apache-2.0
// What of a judged exchange is kept: nothing, the light row, or all of it; and as whose example.
#pragma once

#include "http/exchange.hpp"
#include "judge/examples.hpp"
#include "judge/verdict.hpp"
#include "pipeline/stages/finding_names.hpp"
#include "redact/redactor.hpp"
#include "store/rows.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace shadowdiff::pipeline {

/// Exchanges that are no match always have their light row.
enum class Keep : std::uint8_t {
    mismatches,  // of matches nothing
    sample,      // of each route's matches a sample
    all,         // every exchange whole
};

struct KeepOptions {
    Keep keep = Keep::sample;
    bool bodies = true;
    std::uint64_t bytes_max = std::uint64_t{10} << 30U;  // of the run file
    KeepLimits limits = {};
};

std::string_view name(Keep keep);

class Keeper {
public:
    explicit Keeper(KeepOptions options) : options_{options}, examples_{options.limits} {}

    /// Nothing where the exchange is only counted. `redactor` is the run's, the same for every
    /// call.
    std::optional<store::ExchangeRow> keep(const http::Exchange& exchange, const std::string& route,
                                           const judge::Judgement& judgement,
                                           const redact::Redactor& redactor);

private:
    void choose_examples(store::ExchangeRow& row, const judge::Examples::Offer& offer);

    KeepOptions options_;
    judge::Examples examples_;
    FindingNames names_;
};

}  // namespace shadowdiff::pipeline
