// SPDX-License-Identifier: Apache-2.0
// The one door to toml++: a parsed file, and where each of its parts stands.
#pragma once

#include "config/fault.hpp"

#include <toml++/toml.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace shadowdiff::config {

/// Nothing, with the fault added, when the text is no TOML.
std::optional<toml::table> parse_toml(std::string_view text, const std::string& file,
                                      std::vector<Fault>& faults);

Place place_of(const toml::source_region& region, const std::string& file);

/// "a text", "a number", "a table": what stands there, for a person.
std::string_view kind_of(const toml::node& node);

/// The text of a text, a number or a truth value, as it would be written on a command line.
std::optional<std::string> scalar_text(const toml::node& node);

}  // namespace shadowdiff::config
