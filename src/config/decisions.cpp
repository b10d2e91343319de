// SPDX-License-Identifier: Apache-2.0
#include "config/decisions.hpp"

#include "config/toml.hpp"
#include "config/toml_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace shadowdiff::config {
namespace {

// One [[decision]], read key by key so that all its faults are told at once.
class Reading {
public:
    Reading(const toml::table& table, const std::string& file, std::vector<Fault>& faults)
        : table_{table}, file_{file}, faults_{faults} {}

    judge::FindingDecision read() {
        judge::FindingDecision decision;
        decision.fingerprint = required("finding");
        decision.reason = required("reason");
        decision.owner = required("owner");
        decision.decided = day("decided");
        decision.expires = day("expires");
        decision.route = text("route");
        decision.path = text("path");
        decision.kind = text("kind");
        if (const auto severity = text("severity"); !severity.empty()) {
            decision.severity = diff::severity_from_name(severity);
            if (!decision.severity) {
                complain("severity", fmt::format("\"{}\" is none of low, medium, high", severity));
            }
        }
        const auto as = required("as");
        if (const auto known = judge::decided_as_from_name(as)) {
            decision.as = *known;
        } else if (!as.empty()) {
            complain("as", fmt::format("\"{}\" is none of legacy-bug, intended, to-fix", as));
        }
        complain_of_unknown_keys();
        return decision;
    }

private:
    void complain(std::string_view key, std::string what) {
        const auto* node = table_.get(key);
        faults_.push_back(
            {place_of(node ? node->source() : table_.source(), file_), std::move(what)});
    }

    std::string text(std::string_view key) {
        const auto* node = table_.get(key);
        if (!node) return "";
        if (const auto* value = node->as_string()) return value->get();
        complain(key, fmt::format("{} should be a text, not {}", key, kind_of(*node)));
        return "";
    }

    std::string required(std::string_view key) {
        auto value = text(key);
        if (value.empty() && !table_.contains(key)) {
            complain(key, fmt::format("a decision needs its {}", key));
        } else if (value.empty() && table_.get(key)->is_string()) {
            complain(key, fmt::format("{} is empty", key));
        }
        return value;
    }

    // 2026-05-01, as a TOML date or as a text.
    std::string day(std::string_view key) {
        const auto* node = table_.get(key);
        if (!node) return "";
        if (const auto* date = node->as_date()) {
            const auto& value = date->get();
            return fmt::format("{:04}-{:02}-{:02}", value.year, value.month, value.day);
        }
        auto value = text(key);
        if (!value.empty() && !judge::is_day(value)) {
            complain(key, fmt::format("{} is no day: expected 2026-05-01", key));
        }
        return value;
    }

    void complain_of_unknown_keys() {
        constexpr std::array<std::string_view, 10> known = {"finding", "as",      "reason", "owner",
                                                            "decided", "expires", "route",  "path",
                                                            "kind",    "severity"};
        for (const auto& [key, node] : table_) {
            if (std::ranges::find(known, key.str()) != known.end()) continue;
            complain(key.str(), fmt::format("unknown key {}", key.str()));
        }
    }

    const toml::table& table_;
    const std::string& file_;
    std::vector<Fault>& faults_;
};

}  // namespace

Decisions parse_decisions(std::string_view toml, const std::string& file) {
    Decisions decisions;
    const auto table = parse_toml(toml, file, decisions.faults);
    if (!table) return decisions;
    for (const auto& [key, node] : *table) {
        if (key.str() == "rule") continue;  // rule_file.hpp reads these
        const auto* list = node.as_array();
        if (key.str() != "decision" || !list) {
            decisions.faults.push_back(
                {place_of(node.source(), file),
                 fmt::format("only [[decision]] is known here, not {}", key.str())});
            continue;
        }
        for (const auto& one : *list) {
            if (const auto* entry = one.as_table()) {
                decisions.list.push_back(Reading{*entry, file, decisions.faults}.read());
            } else {
                decisions.faults.push_back(
                    {place_of(one.source(), file), "a decision is a table: [[decision]]"});
            }
        }
    }
    return decisions;
}

std::string render_decision(const judge::FindingDecision& decision) {
    std::string text = "\n[[decision]]\n";
    const auto add = [&](std::string_view key, std::string_view value) {
        if (!value.empty()) text += fmt::format("{} = {}\n", key, value);
    };
    const auto add_text = [&](std::string_view key, std::string_view value) {
        if (!value.empty()) add(key, quoted(value));
    };
    add_text("finding", decision.fingerprint);
    add_text("as", name(decision.as));
    add_text("reason", decision.reason);
    add_text("owner", decision.owner);
    add("decided", decision.decided);
    add("expires", decision.expires);
    add_text("route", decision.route);
    add_text("path", decision.path);
    add_text("kind", decision.kind);
    if (decision.severity) add_text("severity", name(*decision.severity));
    return text;
}

}  // namespace shadowdiff::config
