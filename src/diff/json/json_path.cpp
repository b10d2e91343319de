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
    if (written_ == 0) {
        concrete_.assign(1, '$');
        pattern_.assign(1, '$');
    } else {
        concrete_.resize(steps_[written_ - 1].concrete_end);
        pattern_.resize(steps_[written_ - 1].pattern_end);
    }
    for (; written_ < steps_.size() && pattern_.size() <= bytes_max; ++written_) {
        write(steps_[written_], bytes_max);
    }
}

void JsonPath::write(Written& to, std::size_t bytes_max) {
    const auto& step = to.step;
    if (step.named_in == nullptr) {
        json::append_child(concrete_, std::size_t{step.to});
        pattern_ += "[*]";
    } else {
        std::string decoded;
        const auto before = concrete_.size();
        const auto name = name_of(step, decoded);
        json::append_child(concrete_, json::cut_utf8(name, bytes_max));
        if (is_id_name(name)) {
            pattern_ += "[*]";
        } else {
            pattern_.append(concrete_, before);
        }
    }
    to.concrete_end = concrete_.size();
    to.pattern_end = pattern_.size();
}

}  // namespace shadowdiff::diff
