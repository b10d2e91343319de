// SPDX-License-Identifier: Apache-2.0
// Texts as a rule wants them compared.
#pragma once

#include "rules/rule.hpp"

#include <string>
#include <string_view>

namespace shadowdiff::rules {

enum class Side : std::uint8_t { legacy, candidate };

bool is_text_action(const Action& action);

/// The text with what the action does to texts; as it is where the action is another.
std::string rewritten(std::string text, const Action& action, Side side);

/// Legacy's host where a URL or a Host field has it, alone or with a port, becomes the candidate's.
std::string with_host(std::string_view text, const MapHost& hosts);

/// Runs of white space as one space, none at the ends.
std::string with_single_spaces(std::string_view text);

}  // namespace shadowdiff::rules
