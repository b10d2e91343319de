// SPDX-License-Identifier: Apache-2.0
#include "store/merge_facts.hpp"

#include "store/run_ids.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <set>
#include <string_view>

namespace shadowdiff::store {
namespace {

using Facts = std::map<std::string, std::string>;

constexpr std::string_view not_known = "not known";
constexpr std::string_view between = "; ";

// Facts of one run alone, or of the whole: told by others.
constexpr std::array<std::string_view, 3> not_joined = {"run_id", merged_runs_fact,
                                                        merged_unequal_fact};

// "candidate_connections": what a leg took, counted.
bool is_count(std::string_view name) {
    constexpr std::array<std::string_view, 6> of_a_leg = {"_connections",      "_stale_retries",
                                                          "_breaker_openings", "_times_lowered",
                                                          "_echoes",           "_translated"};
    return name == "compared_redacted" ||
           std::ranges::any_of(of_a_leg, [&](auto ending) { return name.ends_with(ending); });
}

// How late a replay was: one late run makes the whole late.
bool is_worst_when_high(std::string_view name) { return name.starts_with("lag_"); }
// Which share was let in.
bool is_worst_when_low(std::string_view name) { return name == "lowest_share"; }

std::optional<double> number_in(const std::string& text) {
    double number = 0;
    const auto* end = text.data() + text.size();
    const auto [parsed, error] = std::from_chars(text.data(), end, number);
    return error == std::errc{} && parsed == end ? std::optional{number} : std::nullopt;
}

std::uint64_t count_in(const std::string& text) {
    std::uint64_t n = 0;
    std::from_chars(text.data(), text.data() + text.size(), n);
    return n;
}

std::set<std::string> names_of(const std::vector<RunRow>& runs) {
    std::set<std::string> names;
    for (const auto& run : runs) {
        for (const auto& [name, value] : run.facts) {
            if (std::ranges::find(not_joined, name) != not_joined.end()) continue;
            names.insert(name.starts_with(merged_prefix) ? name.substr(merged_prefix.size())
                                                         : name);
        }
    }
    return names;
}

std::string sum(const std::vector<RunRow>& runs, const std::string& name) {
    std::uint64_t n = 0;
    for (const auto& run : runs) {
        const auto found = run.facts.find(name);
        if (found != run.facts.end()) n += count_in(found->second);
    }
    return std::to_string(n);
}

std::string worst(const std::vector<RunRow>& runs, const std::string& name) {
    const std::string* found = nullptr;
    for (const auto& run : runs) {
        const auto fact = run.facts.find(name);
        if (fact == run.facts.end()) continue;
        const auto value = number_in(fact->second).value_or(0);
        const auto before = found ? number_in(*found).value_or(0) : 0;
        const bool is_worse = is_worst_when_low(name) ? value < before : value > before;
        if (!found || is_worse) found = &fact->second;
    }
    return found ? *found : "";
}

void add_parts(std::set<std::string>& values, std::string_view list) {
    while (!list.empty()) {
        const auto end = std::min(list.find(between), list.size());
        values.emplace(list.substr(0, end));
        list.remove_prefix(std::min(end + between.size(), list.size()));
    }
}

std::set<std::string> values_of(const std::vector<RunRow>& runs, const std::string& name) {
    std::set<std::string> values;
    for (const auto& run : runs) {
        const auto one = run.facts.find(name);
        const auto several = run.facts.find(merged_prefix + name);
        if (one != run.facts.end()) {
            values.insert(one->second);
        } else if (several != run.facts.end()) {
            add_parts(values, several->second);
        } else {
            values.emplace(not_known);
        }
    }
    return values;
}

std::string listed(std::set<std::string> values) {
    const bool is_one_unknown = values.erase(std::string{not_known}) > 0;
    std::string list;
    for (const auto& value : values) list.append(list.empty() ? "" : between).append(value);
    return is_one_unknown ? list.append(between).append(not_known) : list;
}

}  // namespace

Facts merged_facts(const std::vector<RunRow>& runs) {
    Facts facts;
    for (const auto& name : names_of(runs)) {
        if (is_count(name)) {
            facts[name] = sum(runs, name);
        } else if (is_worst_when_high(name) || is_worst_when_low(name)) {
            facts[name] = worst(runs, name);
        } else if (auto values = values_of(runs, name); values.size() == 1) {
            facts[name] = *values.begin();
        } else {
            facts[merged_prefix + name] = listed(std::move(values));
        }
    }
    return facts;
}

}  // namespace shadowdiff::store
