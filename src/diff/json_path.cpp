// SPDX-License-Identifier: Apache-2.0
#include "diff/json_path.hpp"

#include "base/hash.hpp"
#include "json/pointer.hpp"
#include "json/utf8.hpp"

namespace shadowdiff::diff {

void JsonPath::push(std::string_view member_name) {
    steps_.push_back({member_name, hash128(member_name, pattern_hash()).low});
}

void JsonPath::push(std::size_t index) {
    // No member has this name, because no JSON string holds this octet.
    steps_.push_back({index, hash128("\xff", pattern_hash()).low});
}

std::string JsonPath::text(bool with_indices, std::size_t bytes_max) const {
    std::string path = "$";
    for (const auto& step : steps_) {
        if (path.size() > bytes_max) break;
        if (const auto* name = std::get_if<std::string_view>(&step.to)) {
            json::append_child(path, json::cut_utf8(*name, bytes_max));
        } else if (with_indices) {
            json::append_child(path, std::get<std::size_t>(step.to));
        } else {
            path += "[*]";
        }
    }
    return path;
}

}  // namespace shadowdiff::diff
