// SPDX-License-Identifier: Apache-2.0
#include "diff/json/json_path.hpp"

#include "diff/json/id_name.hpp"
#include "json/pointer.hpp"
#include "json/utf8.hpp"

namespace shadowdiff::diff {

namespace {

/// The member's name; `decoded` holds it where it was written with escapes.
std::string_view name_of(const Step& step, std::string& decoded) {
    const auto& node = step.named_in->nodes()[step.to];
    if (!node.has_escapes) return step.named_in->raw(node);
    decoded = step.named_in->string_value(node);
    return decoded;
}

}  // namespace

void JsonPath::write(std::size_t bytes_max) {
    concrete_.assign(1, '$');
    pattern_.assign(1, '$');
    std::string decoded;
    for (const auto& step : steps_) {
        if (pattern_.size() > bytes_max) break;
        if (step.named_in != nullptr) {
            const auto before = concrete_.size();
            const auto name = name_of(step, decoded);
            json::append_child(concrete_, json::cut_utf8(name, bytes_max));
            if (is_id_name(name)) {
                pattern_ += "[*]";
            } else {
                pattern_.append(concrete_, before);
            }
        } else {
            json::append_child(concrete_, std::size_t{step.to});
            pattern_ += "[*]";
        }
    }
}

}  // namespace shadowdiff::diff
