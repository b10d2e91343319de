// SPDX-License-Identifier: Apache-2.0
// Rules from files: what they say, and what is wrong with them.
#pragma once

#include "config/rule_file.hpp"
#include "rules/rule_set.hpp"

#include <memory>
#include <string>
#include <vector>

namespace shadowdiff::cli {

/// The file's decisions stand beside it, where accepting a finding writes them: nothing when they
/// do not.
std::vector<std::string> with_decisions(const std::string& config_file);

/// In the order of the files. Throws StartupError for one that cannot be read.
config::RuleFile read_rule_files(const std::vector<std::string>& files);

struct LoadedRules {
    std::shared_ptr<const rules::RuleSet> set;  // those that hold
    std::string digest;  // of the files that gave any, and how many hold; "" where none does
};

/// Throws StartupError that tells every error; warnings go to stderr.
LoadedRules load_rules(const std::string& config_file, const std::vector<std::string>& rule_files);

}  // namespace shadowdiff::cli
