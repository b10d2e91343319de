// SPDX-License-Identifier: Apache-2.0
// One exchange with its answers -> what each answer has to say against legacy's first one.
#pragma once

#include "base/limits.hpp"
#include "base/reason.hpp"
#include "diff/diff.hpp"
#include "http/exchange.hpp"
#include "normalise/proto_schema.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace shadowdiff::diff {

/// A failure, or the differences.
struct AnswerComparison {
    http::Leg leg = http::Leg::candidate;
    std::uint32_t attempt = 0;
    std::optional<http::Failure> failure;
    std::optional<Reason> uncomparable;  // environment_…: it says nothing of this leg
    Differences differences;  // "candidate" stands for this answer, whichever leg gave it
};

struct Comparison {
    std::optional<http::Failure> legacy_failure;
    std::optional<Reason> legacy_uncomparable;
    std::vector<AnswerComparison> answers;  // all but legacy's first, in the exchange's order
    /// What legacy answered to a twin of the request, seen at about the same time: "candidate"
    /// stands for that answer.
    std::optional<Differences> twin = {};
    /// The census of legacy's first answer, where legacy answered more than once.
    std::vector<std::uint64_t> present = {};
};

struct CompareLimits {
    ContentLimits content;
    DiffLimits diff;
};

/// `protos`: by which protobuf and gRPC bodies are read, or null. `rules`: those that hold, or
/// null. `twin`: what legacy answered to a twin of the request, or null.
Comparison compare(const http::Exchange& exchange, const CompareLimits& limits = {},
                   const normalise::ProtoSchema* protos = nullptr,
                   rules::ScopedRules* rules = nullptr, const http::Response* twin = nullptr);

}  // namespace shadowdiff::diff
