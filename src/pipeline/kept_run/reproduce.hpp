// SPDX-License-Identifier: Apache-2.0
// A kept exchange asked again of both services: does it still differ, and which smaller request
// does, too?
#pragma once

#include "base/result.hpp"
#include "mirror/mirror.hpp"
#include "pipeline/kept_run/smallest_request.hpp"
#include "redact/redactor.hpp"
#include "rules/rule_set.hpp"
#include "store/rows.hpp"

#include <memory>
#include <string>
#include <vector>

namespace shadowdiff::pipeline {

struct ReproduceOptions {
    mirror::Target legacy;
    mirror::Target candidate;
    mirror::LegOptions legs;  // TLS and budgets, of both
    std::shared_ptr<const rules::RuleSet> rules = std::make_shared<rules::RuleSet>();
};

struct Reproduced {
    SmallestRequest smallest;
    std::vector<std::string> lost;  // places whose secrets were not stored: asked without them
    std::string difference;         // "$.price changed: 19.90 → 19.89", of the smallest
    store::ExchangeRow row;         // the kept one with the smallest request in its place
};

/// The Error says that it does not differ (any more), or why it cannot be asked: only safe methods
/// are.
Result<Reproduced> reproduce(const store::ExchangeRow& exchange, const ReproduceOptions& options);

}  // namespace shadowdiff::pipeline
