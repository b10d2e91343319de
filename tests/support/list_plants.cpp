// SPDX-License-Identifier: Apache-2.0
// Prints the demo's plants and their findings as JSON, for scenarios to compare reports with.
#include "fixtures/demo/demo.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

int main() {
    auto plants = nlohmann::json::array();
    for (const auto& plant : shadowdiff::demo::all_plants()) {
        auto findings = nlohmann::json::array();
        for (const auto& f : plant.findings) findings.push_back({f.route, f.pattern, f.kind});
        plants.push_back({{"name", plant.name}, {"findings", std::move(findings)}});
    }
    fmt::print("{}\n", plants.dump());
}
