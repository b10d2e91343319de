// SPDX-License-Identifier: Apache-2.0
#include "diff/json_path.hpp"

#include "json/pointer.hpp"
#include "json/utf8.hpp"

namespace shadowdiff::diff {

std::string JsonPath::text(bool with_indices, std::size_t bytes_max) const {
    std::string path = "$";
    for (const auto& step : steps_) {
        if (path.size() > bytes_max) break;
        if (const auto* name = std::get_if<std::string_view>(&step)) {
            json::append_child(path, json::cut_utf8(*name, bytes_max));
        } else if (with_indices) {
            json::append_child(path, std::get<std::size_t>(step));
        } else {
            path += "[*]";
        }
    }
    return path;
}

}  // namespace shadowdiff::diff
