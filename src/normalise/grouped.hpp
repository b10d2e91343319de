// SPDX-License-Identifier: Apache-2.0
// Named values of which several may have one name, in the order in which they stood.
#pragma once

#include "base/bytes.hpp"
#include "normalise/json_text.hpp"

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace shadowdiff::normalise {

/// Each with its value as a JSON text.
using Grouped = std::vector<std::pair<std::string, Bytes>>;

/// Members of the open object, each name with the list of its values.
inline void write_lists(JsonText& out, const Grouped& values) {
    std::map<std::string_view, std::vector<const Bytes*>> by_name;
    for (const auto& [name, value] : values) by_name[name].push_back(&value);
    for (const auto& [name, list] : by_name) {
        out.key(name);
        out.open_array();
        for (const auto* value : list) out.value(*value);
        out.close_array();
    }
}

/// The names in their order, where there are several: what lists by name do not tell.
inline void write_order(JsonText& out, const Grouped& values) {
    bool has_several = false;
    for (const auto& [name, value] : values) has_several |= name != values.front().first;
    if (!has_several) return;
    out.key("#order");
    out.open_array();
    for (const auto& [name, value] : values) out.string(name);
    out.close_array();
}

}  // namespace shadowdiff::normalise
