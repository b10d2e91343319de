// SPDX-License-Identifier: Apache-2.0
// shadowdiff.toml as a list of settings, one for each flag that it names. Which flags there are is
// the caller's to know.
#pragma once

#include "config/fault.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace shadowdiff::config {

/// `key = value`, at the top level or in the table of one command.
struct Setting {
    std::string table;  // "capture", or "" at the top level
    std::string key;
    Place at;
    std::vector<std::string> values;  // as on a command line; of a list, one for each member
    bool is_truth_value = false;
    bool operator==(const Setting&) const = default;
};

struct Settings {
    std::vector<Setting> list;  // in the order of the file
    std::vector<Fault> faults;
};

/// Everything in the file but its [[rule]] tables. `file` is only named.
Settings parse_settings(std::string_view toml, const std::string& file);

/// Of `known`, the one that was most likely meant by `key`; "" when none is near.
std::string nearest(std::string_view key, const std::vector<std::string>& known);

}  // namespace shadowdiff::config
