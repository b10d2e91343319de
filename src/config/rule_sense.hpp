// SPDX-License-Identifier: Apache-2.0
// Rules that are written well and still can never work. Each answer is a sentence for a person; ""
// where nothing is wrong.
#pragma once

#include "rules/rule.hpp"

#include <string>

namespace shadowdiff::config {

/// Of a path alone: it selects nothing, ever.
std::string why_dead(const rules::RulePath& path);

/// Of an action at a path that it has nothing to do with.
std::string why_no_work(const rules::Action& action, const rules::RulePath& path);

/// Of a guard under which no value is left for the action.
std::string why_guarded_away(const rules::Rule& rule);

/// Of `keep_shape` where there are no two values to compare.
std::string why_no_shape(const rules::Rule& rule);

/// Of paths into bodies, in a scope whose answers have none.
std::string why_no_body(const rules::Rule& rule);

}  // namespace shadowdiff::config
