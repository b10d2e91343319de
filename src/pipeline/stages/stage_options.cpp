// SPDX-License-Identifier: Apache-2.0
#include "pipeline/stages/stage_options.hpp"

#include "base/digest.hpp"
#include "base/hash.hpp"
#include "base/overload.hpp"
#include "base/version.hpp"

#include <algorithm>
#include <chrono>

namespace shadowdiff::pipeline {
namespace {

bool is_observed(const ShadowOptions& options) {
    return !std::holds_alternative<mirror::Target>(options.legacy);
}

// Of a file that is read as fast as it goes no request is due at any time.
bool has_due_times(const ShadowOptions& options) { return options.is_live || options.is_paced; }

bool has_leg(const ShadowOptions& options, http::Leg leg) {
    const auto& target = leg == http::Leg::candidate ? options.candidate : options.secondary;
    return target || options.recorded_legs.contains(leg);
}

}  // namespace

// Where no leg is asked nothing waits for a network, and exchanges that are few stay in the
// processors' caches from the first thread to the last.
ShadowOptions with_digest_key(ShadowOptions options) {
    constexpr std::size_t key_bytes = 32;  // as long as the digest: RFC 2104, section 3
    if (options.redact.digest_key.empty()) options.redact.digest_key = random_bytes(key_bytes);
    return options;
}

bool are_legs_recorded(const ShadowOptions& options) {
    return !options.recorded_legs.empty() && !asks_somebody(options);
}

AdmissionLimits admission_limits(const ShadowOptions& options) {
    constexpr std::size_t cached_exchanges = 256;
    const auto exchanges_max = options.is_live || asks_somebody(options)
                                   ? options.limits.exchanges_max
                                   : std::min(options.limits.exchanges_max, cached_exchanges);
    return {exchanges_max, options.limits.bytes_max};
}

store::RunRow run_row(const ShadowOptions& options, std::int64_t started_at_us) {
    store::RunRow row;
    row.version = version;
    row.source = options.source;
    row.legacy = std::visit(Overload{[](ObservedLegacy) -> std::string { return "observed"; },
                                     [](RecordedLegacy) -> std::string { return "recorded"; },
                                     [](const mirror::Target& t) { return mirror::to_text(t); }},
                            options.legacy);
    if (options.candidate) row.candidate = mirror::to_text(*options.candidate);
    if (options.secondary) row.secondary = mirror::to_text(*options.secondary);
    for (const auto& [leg, path] : options.recorded_legs) {
        auto& text = leg == http::Leg::candidate ? row.candidate : row.secondary;
        text = "recorded:" + path.string();
    }
    row.method_policy = mirror::to_text(options.whether.methods);
    row.started_at_us = started_at_us;
    row.facts = options.facts;
    if (options.rules->rules.empty()) row.facts.try_emplace("rules_digest", "none");
    row.facts["run_id"] = to_hex(hash128(random_bytes(16)));
    if (options.warm_up > Duration{}) {
        row.facts["warm_up_us"] = std::to_string(options.warm_up / std::chrono::microseconds{1});
    }
    const auto& whether = options.whether;
    if (whether.sampling.rate < 1) row.facts["sampling"] = mirror::to_text(whether.sampling);
    if (!whether.filters.include.empty()) row.facts["include"] = to_text(whether.filters.include);
    if (!whether.filters.exclude.empty()) row.facts["exclude"] = to_text(whether.filters.exclude);
    if (asks_somebody(options) && !has_due_times(options)) row.facts["pace"] = "none";
    row.facts["tenant_header"] = options.tenant_header;
    row.facts["keep"] = name(options.keep.keep);
    if (!options.keep.bodies) row.facts["bodies"] = "none";
    return row;
}

MirrorStageOptions mirror_options(const ShadowOptions& options, std::uint64_t run_seed) {
    MirrorStageOptions stage;
    const auto add = [&](http::Leg leg, const mirror::Target& target) {
        const auto found = options.legs.find(leg);
        stage.mirror.legs.push_back(
            {leg, target, found == options.legs.end() ? mirror::LegOptions{} : found->second});
    };
    if (const auto* legacy = std::get_if<mirror::Target>(&options.legacy)) {
        add(http::Leg::legacy, *legacy);
    } else if (options.reask_legacy) {
        add(http::Leg::legacy, *options.reask_legacy);
    }
    if (options.candidate) add(http::Leg::candidate, *options.candidate);
    if (options.secondary) add(http::Leg::secondary, *options.secondary);
    if (options.marks_requests) stage.mirror.run_mark = to_hex(Hash128{0, run_seed}).substr(16);
    stage.legacy_is_observed = is_observed(options);
    stage.pairs_twins = !has_leg(options, http::Leg::secondary);
    stage.pins = options.pins;
    stage.openapi = options.openapi;
    stage.mirror.tokens = options.tokens;
    stage.mirror.waits_for_turn = !options.is_live;
    stage.mirror.withholds_redacted = options.withholds_redacted;
    stage.whether = options.whether;
    stage.whether.answers_are_recorded =
        is_observed(options) && options.recorded_legs.contains(http::Leg::candidate);
    stage.limits = options.limits;
    stage.redact = options.redact;
    return stage;
}

DimensionOptions dimension_options(const ShadowOptions& options) {
    return {.redact = options.redact, .tenant_header = options.tenant_header};
}

JudgeStageOptions judge_options(const ShadowOptions& options) {
    JudgeStageOptions stage;
    // The candidate is always asked again, too.
    const bool may_ask_candidate = options.candidate.has_value();
    stage.judge.may_ask_legacy =
        may_ask_candidate && (!is_observed(options) || options.reask_legacy);
    stage.judge.control_share = options.control_share;
    stage.judge.rules = options.rules;
    stage.judge.may_ask_secondary = may_ask_candidate && options.secondary.has_value();
    stage.redact = options.redact;
    stage.keep = options.keep;
    stage.rules = options.rules;
    stage.warm_up = options.warm_up;
    stage.are_due_together = has_due_times(options);
    stage.version_header = options.version_header;
    stage.limits = options.limits;
    stage.protos = options.protos;
    return stage;
}

}  // namespace shadowdiff::pipeline
