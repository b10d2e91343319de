// SPDX-License-Identifier: Apache-2.0
// A file of rules and two JSON texts, parted by zero octets: whatever the file says, its faults are
// told, and under its rules nothing differs from itself and every comparison gives the same again.
#include "config/rule_file.hpp"
#include "config/settings.hpp"
#include "diff/diff.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <utility>
#include <vector>

using namespace shadowdiff;

namespace {

void require(bool condition) {
    if (!condition) std::abort();
}

std::string_view take(std::string_view& input) {
    const auto part = input.substr(0, input.find('\0'));
    input.remove_prefix(std::min(part.size() + 1, input.size()));
    return part;
}

void check_faults(const std::vector<config::Fault>& faults) {
    for (const auto& fault : faults) {
        require(!fault.what.empty());
        require(!config::to_text(fault).empty());
    }
}

void check(const rules::RuleSet& set, const json::Document& one, const json::Document& other) {
    rules::ScopedRules scoped{set, set.chosen_for({.route = "GET /a", .method = "GET"}), {}};
    const auto itself = diff::diff_json(one, one, {}, &scoped);
    require(itself.list.empty() && itself.set_aside.empty());
    const auto found = diff::diff_json(one, other, {}, &scoped);
    const auto again = diff::diff_json(one, other, {}, &scoped);
    require(found.list == again.list && found.set_aside == again.set_aside);
    for (const auto& aside : found.set_aside) require(aside.rule < set.rules.size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string_view input{reinterpret_cast<const char*>(data), size};
    const auto toml = take(input);
    check_faults(config::parse_settings(toml, "fuzz.toml").faults);
    auto file = config::parse_rules(toml, "fuzz.toml", {});
    check_faults(file.faults);
    check_faults(config::find_shadowed(file.rules));
    rules::RuleSet set;
    for (auto& declared : file.rules) set.rules.push_back(std::move(declared.rule));
    const auto one = json::parse(Bytes{take(input)});
    const auto other = json::parse(Bytes{take(input)});
    if (one && other && !set.rules.empty()) check(set, *one, *other);
    return 0;
}
