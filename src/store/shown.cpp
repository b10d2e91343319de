// SPDX-License-Identifier: Apache-2.0
#include "store/shown.hpp"

#include "diff/difference.hpp"

#include <map>
#include <tuple>

namespace shadowdiff::store {

std::vector<ShownRow> shown_in(const std::vector<DifferenceRow>& differences) {
    std::map<std::tuple<std::string, std::string, std::string>, ShownRow> groups;
    for (const auto& one : differences) {
        auto& group = groups[{one.pattern, one.kind, one.standing}];
        if (group.places++ == 0) {
            group.fingerprint = one.fingerprint;
            group.pattern = one.pattern;
            group.kind = one.kind;
            group.standing = one.standing;
            group.severity = one.severity;
        }
        if (diff::severity_from_name(one.severity) > diff::severity_from_name(group.severity)) {
            group.severity = one.severity;
        }
    }
    std::vector<ShownRow> shown;
    for (auto& [key, group] : groups) shown.push_back(std::move(group));
    return shown;
}

void set_outline(ExchangeRow& exchange) {
    for (const auto& answer : exchange.answers) {
        if (answer.attempt != 0) continue;
        if (answer.leg == "legacy" && !exchange.legacy_status) {
            exchange.legacy_status = answer.status;
            exchange.legacy_us = answer.last_byte_us;
        }
        if (answer.leg == "candidate" && !exchange.candidate_status) {
            exchange.candidate_status = answer.status;
            exchange.candidate_us = answer.last_byte_us;
        }
    }
}

}  // namespace shadowdiff::store
