// SPDX-License-Identifier: Apache-2.0
#include "cli/rule_files.hpp"

#include "base/digest.hpp"
#include "base/result.hpp"
#include "cli/say.hpp"
#include "cli/text_file.hpp"
#include "cli/today.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <iterator>
#include <utility>

namespace shadowdiff::cli {
namespace {

// `digest`: of the text of each file that has a rule.
config::RuleFile read_all(const std::vector<std::string>& files, Sha256& digest) {
    config::RuleFile all;
    for (const auto& file : files) {
        const auto text = read_file(file, configuration_bytes_max);
        auto one = config::parse_rules(text, file, today());
        if (!one.rules.empty()) digest.update(text);
        std::ranges::move(one.rules, std::back_inserter(all.rules));
        std::ranges::move(one.faults, std::back_inserter(all.faults));
    }
    return all;
}

}  // namespace

std::vector<std::string> with_decisions(const std::string& config_file) {
    if (config_file.empty()) return {};
    std::vector<std::string> files{config_file};
    const auto decisions =
        std::filesystem::path{config_file}.replace_filename("shadowdiff.decisions.toml");
    std::error_code ignored;
    const bool is_there = std::filesystem::exists(decisions, ignored);
    if (is_there && decisions != std::filesystem::path{config_file}) files.push_back(decisions);
    return files;
}

config::RuleFile read_rule_files(const std::vector<std::string>& files) {
    Sha256 ignored;
    return read_all(files, ignored);
}

LoadedRules load_rules(const std::string& config_file, const std::vector<std::string>& rule_files) {
    auto files = with_decisions(config_file);
    files.insert(files.end(), rule_files.begin(), rule_files.end());
    Sha256 digest;
    auto read = read_all(files, digest);
    if (config::has_errors(read.faults)) throw StartupError{config::to_text(read.faults)};
    for (const auto& warning : read.faults) {
        say("shadowdiff: {}\n", config::to_text(warning));
    }
    auto set = std::make_shared<rules::RuleSet>();
    for (auto& declared : read.rules) {
        if (!declared.is_expired) set->rules.push_back(std::move(declared.rule));
    }
    if (set->rules.empty()) return {std::move(set), ""};
    digest.update(fmt::format("{} hold", set->rules.size()));
    return {std::move(set), to_hex(digest.digest())};
}

}  // namespace shadowdiff::cli
