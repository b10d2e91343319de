// SPDX-License-Identifier: Apache-2.0
// A rule that the program proposes -> a [[rule]] table to paste.
#pragma once

#include "judge/suggest.hpp"

#include <string>
#include <vector>

namespace shadowdiff::config {

struct SuggestedRule {
    std::string path;
    std::vector<std::string> routes;
    judge::Suggestion suggestion;
    std::vector<std::string> evidence;  // for whoever reads the file: a comment line each
    std::string reason;
    std::string owner;
    std::string expires;  // 2027-01-31
};

std::string render_rule(const SuggestedRule& rule);

/// What came from traffic, as a comment: one line, whatever it holds.
std::string render_comment(const std::string& text);

}  // namespace shadowdiff::config
