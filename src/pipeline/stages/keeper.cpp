// SPDX-License-Identifier: Apache-2.0
#include "pipeline/stages/keeper.hpp"

#include "diff/difference.hpp"
#include "pipeline/stages/footprint.hpp"
#include "pipeline/stages/kept.hpp"
#include "store/fingerprint.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace shadowdiff::pipeline {
namespace {

const std::string other_findings = "(other)";

void add_to(store::ShownRow& one, const store::ShownRow& other) {
    one.places += other.places;
    one.reproduced |= other.reproduced;
    one.broken |= other.broken;
    if (diff::severity_from_name(other.severity) > diff::severity_from_name(one.severity)) {
        one.severity = other.severity;
    }
}

// Findings that have no place of their own, or whose names were redacted alike, are one.
std::vector<store::ShownRow> merged(std::vector<store::ShownRow> all) {
    std::vector<store::ShownRow> shown;
    for (auto& row : all) {
        const auto same = std::ranges::find_if(shown, [&](const store::ShownRow& one) {
            return one.fingerprint == row.fingerprint && one.standing == row.standing;
        });
        if (same == shown.end()) {
            shown.push_back(std::move(row));
        } else {
            add_to(*same, row);
        }
    }
    return shown;
}

}  // namespace

std::string_view name(Keep keep) {
    switch (keep) {
        case Keep::mismatches: return "mismatches";
        case Keep::sample: return "sample";
        case Keep::all: return "all";
    }
    return "";
}

std::optional<store::ExchangeRow> Keeper::keep(const http::Exchange& exchange,
                                               const std::string& route,
                                               const judge::Judgement& judgement,
                                               const redact::Redactor& redactor) {
    const bool is_match = judgement.verdict == judge::Verdict::match;
    if (is_match && options_.keep == Keep::mismatches) return std::nullopt;
    const judge::Examples::Offer offer{exchange.id, exchange.seen_at, footprint(exchange.request)};
    std::optional<std::uint32_t> match_slot;
    if (is_match && options_.keep == Keep::sample) match_slot = examples_.offer_match(route, offer);
    if (is_match && options_.keep != Keep::all && !match_slot) return std::nullopt;

    auto row = light_row(exchange, route, judgement, redactor, names_);
    if (match_slot) row.examples.push_back({"", *match_slot});
    choose_examples(row, offer);
    // What shows nothing has no finding to be an example of: no answer came, and that is rare.
    row.is_whole =
        options_.keep == Keep::all || !row.examples.empty() || (!is_match && row.shown.empty());
    if (row.is_whole) add_details(row, exchange, judgement, redactor, names_, options_.bodies);
    return row;
}

void Keeper::choose_examples(store::ExchangeRow& row, const judge::Examples::Offer& offer) {
    for (auto& shown : row.shown) {
        const auto finding = shown.fingerprint + shown.standing;
        if (!examples_.knows(finding)) {
            shown.pattern = other_findings;
            shown.fingerprint = store::fingerprint(row.route, shown.pattern, shown.kind);
        }
        for (const auto slot : examples_.offer(finding, offer)) {
            row.examples.push_back({shown.fingerprint, slot});
        }
    }
    row.shown = merged(std::move(row.shown));
}

}  // namespace shadowdiff::pipeline
