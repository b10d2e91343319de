// SPDX-License-Identifier: Apache-2.0
// Two JSON answers parsed and compared, against nlohmann's parse of both and its diff, and against
// simdjson's parse of both and a plain walk. Arguments: a name picks the rows that contain it.
#include "base/hash.hpp"
#include "bench/diff/answers.hpp"
#include "bench/diff/plain_compare.hpp"
#include "bench/rounds.hpp"
#include "diff/json/json_bodies.hpp"
#include "json/query.hpp"
#include "rules/rulebook.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>

namespace {

using namespace shadowdiff;

std::string_view wanted;

void require(bool condition) {
    if (!condition) std::abort();
}

bool is_wanted(std::string_view name) { return name.contains(wanted); }

/// Ten rules, of which none excuses what differs in the answers; two are about their elements.
rules::RuleSet ten_rules() {
    rules::RuleSet set;
    for (const auto* path : {"$.items[*].updated_at", "$.items[*].id", "$.generated_at",
                             "$.meta.request_id", "$.meta.took_ms", "$.links.self", "$.page.cursor",
                             "$.user.last_seen", "$.user.session.token", "$.debug"}) {
        rules::Rule rule;
        rule.paths.push_back({path, json::parse_query(path).value()});
        rule.action = rules::Ignore{};
        set.rules.push_back(std::move(rule));
    }
    return set;
}

void measure_pair(const std::string& name, std::size_t items, bench::Members members,
                  std::size_t times, rules::ScopedRules* rules) {
    if (!is_wanted(name)) return;
    const auto [legacy, candidate] = bench::make_answers(items, members, items / 3);
    const auto ours = [&] {
        for (std::size_t i = 0; i < times; ++i) {
            const auto found = diff::diff_json_bodies(legacy, candidate, {}, rules);
            require(found.value().list.size() == 3);
        }
    };
    const simdjson::padded_string padded_legacy{legacy};
    const simdjson::padded_string padded_candidate{candidate};
    bench::PlainCompare plain;
    const auto by_simdjson = [&] {
        for (std::size_t i = 0; i < times; ++i) {
            require(plain.differences(padded_legacy, padded_candidate) == 3);
        }
    };
    const auto by_nlohmann = [&] {
        for (std::size_t i = 0; i < times; ++i) {
            const auto patch = nlohmann::json::diff(nlohmann::json::parse(legacy),
                                                    nlohmann::json::parse(candidate));
            require(patch.size() == 3);
        }
    };
    bench::compare(name, "simdjson's parse and a plain walk", times, ours, by_simdjson);
    bench::compare(name, "nlohmann's parse and diff", times, ours, by_nlohmann);
}

void measure_long_list(const std::string& name, std::size_t items, std::size_t times) {
    if (!is_wanted(name)) return;
    const auto [legacy, candidate] = bench::make_answers(items, bench::Members::reordered, 100);
    const auto ours = [&] {
        for (std::size_t i = 0; i < times; ++i) {
            const auto found = diff::diff_json_bodies(legacy, candidate).value();
            require(found.list.size() + found.repeated == items / 100);
        }
    };
    const simdjson::padded_string padded_legacy{legacy};
    const simdjson::padded_string padded_candidate{candidate};
    bench::PlainCompare plain;
    const auto by_simdjson = [&] {
        for (std::size_t i = 0; i < times; ++i) {
            require(plain.differences(padded_legacy, padded_candidate) == items / 100);
        }
    };
    bench::compare(name, "simdjson's parse and a plain walk", times, ours, by_simdjson);
}

void measure_equal(const std::string& name, std::size_t items, std::size_t times) {
    if (!is_wanted(name)) return;
    const auto legacy = bench::make_answers(items, bench::Members::in_order, 1).legacy;
    const auto candidate = legacy;
    const auto ours = [&] {
        for (std::size_t i = 0; i < times; ++i) {
            require(diff::diff_json_bodies(legacy, candidate).value().list.empty());
        }
    };
    const auto reference = [&] {
        for (std::size_t i = 0; i < times; ++i) {
            require(std::memcmp(legacy.data(), candidate.data(), legacy.size()) == 0);
            require(hash128(legacy) == hash128(candidate));
        }
    };
    bench::compare(name, "memcmp and hashing", times, ours, reference);
}

}  // namespace

int main(int argc, char** argv) {
    if (argc > 1) wanted = argv[1];
    const auto set = ten_rules();
    rules::ScopedRules rules{set, set.chosen_for({}), {}};
    struct Size {
        const char* name;
        std::size_t items;
        std::size_t times;
    };
    for (const auto& [size, items, times] :
         {Size{"490 B", 6, 20'000}, Size{"10 KB", 120, 1'000}, Size{"1 MB", 12'000, 8}}) {
        measure_equal(fmt::format("equal, {}", size), items, times);
        using enum bench::Members;
        measure_pair(fmt::format("in order, {}", size), items, in_order, times, nullptr);
        measure_pair(fmt::format("reordered, {}", size), items, reordered, times, nullptr);
        measure_pair(fmt::format("in order, 10 rules, {}", size), items, in_order, times, &rules);
        measure_pair(fmt::format("reordered, 10 rules, {}", size), items, reordered, times, &rules);
    }
    measure_long_list("1 in 100 of 1,000 elements", 1'000, 100);
    measure_long_list("1 in 100 of 10,000 elements", 10'000, 10);
}
