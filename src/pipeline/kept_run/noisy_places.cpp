// SPDX-License-Identifier: Apache-2.0
#include "pipeline/kept_run/noisy_places.hpp"

#include "pipeline/kept_run/inspect.hpp"
#include "pipeline/kept_run/rejudge.hpp"

#include <map>
#include <memory>
#include <string>
#include <tuple>

namespace shadowdiff::pipeline {
namespace {

constexpr std::size_t values_max = 200;  // of one place: more would choose no other rule

using Key = std::tuple<std::string, std::string, diff::Kind>;
using Places = std::map<Key, judge::NoisyPlace>;

void add(Places& places, const std::string& route, const diff::Difference& difference) {
    const auto found = places.find({route, difference.pattern, difference.kind});
    if (found == places.end() || difference.basis != diff::Basis::values) return;
    auto& values = found->second.values;
    if (values.size() < values_max) values.emplace_back(difference.legacy, difference.candidate);
}

// Legacy's own further answers, and the candidate's where it was told to be noise.
void add_values(Places& places, const Rejudged& one) {
    for (const auto& answer : one.comparison.answers) {
        if (answer.leg == http::Leg::candidate || answer.failure) continue;
        for (const auto& each : answer.differences.list) add(places, one.row.route, each);
    }
    for (const auto& judged : one.now.differences) {
        if (judged.standing != judge::Standing::noise) continue;
        add(places, one.row.route, judged.difference);
    }
}

}  // namespace

Result<std::vector<judge::NoisyPlace>> read_noisy_places(const std::filesystem::path& file) {
    const auto rows = read_run(file);
    if (!rows) return std::unexpected{rows.error()};
    Places places;
    for (const auto& row : rows->noise) {
        const auto kind = diff::kind_from_name(row.kind);
        if (!kind || row.differed == 0) continue;
        places[{row.route, row.pattern, *kind}] = {
            .route = row.route,
            .pattern = row.pattern,
            .kind = *kind,
            .compared = row.compared,
            .differed = row.differed,
        };
    }
    const auto read = rejudge(file, std::make_shared<const rules::RuleSet>(),
                              [&](const Rejudged& one) { add_values(places, one); });
    if (!read) return std::unexpected{read.error()};
    std::vector<judge::NoisyPlace> list;
    for (auto& [key, place] : places) list.push_back(std::move(place));
    return list;
}

}  // namespace shadowdiff::pipeline
