// SPDX-License-Identifier: Apache-2.0
#include "diff/json/json_path.hpp"

#include "diff/json/id_name.hpp"
#include "json/mix.hpp"
#include "json/pointer.hpp"
#include "json/utf8.hpp"

#include <array>
#include <span>

namespace shadowdiff::diff {

namespace {

constexpr std::string_view any_step = "[*]";
constexpr std::uint64_t hash_of_any = 1;  // of "" it is 0

/// The member's name; `decoded` holds it where it was written with escapes.
std::string_view name_of(const Step& step, std::string& decoded) {
    const auto& node = step.named_in->nodes()[step.to];
    if (!node.has_escapes) return step.named_in->raw(node);
    decoded = step.named_in->string_value(node);
    return decoded;
}

}  // namespace

void JsonPath::write(std::size_t bytes_max) {
    auto hash = hash_of_root;
    if (written_ == 0) {
        concrete_.cut(0);
        pattern_.cut(0);
        concrete_.add("$");
        pattern_.add("$");
    } else {
        const auto& before = steps_[written_ - 1];
        concrete_.cut(before.concrete_end);
        pattern_.cut(before.pattern_end);
        hash = before.hash;
    }
    for (auto& written : std::span{steps_}.subspan(written_)) {
        if (pattern_.size() > bytes_max) return;
        auto added = hash_of_any;
        if (written.step.named_in == nullptr) {
            write_index(written.step.to);
        } else {
            added = write_name(written.step, bytes_max);
        }
        hash = json::mix(hash, added);
        written.concrete_end = static_cast<std::uint32_t>(concrete_.size());
        written.pattern_end = static_cast<std::uint32_t>(pattern_.size());
        written.hash = hash;
        ++written_;
    }
}

void JsonPath::write_index(std::uint32_t index) {
    if (index < 10) {
        const std::array step{'[', static_cast<char>('0' + index), ']'};
        concrete_.add({step.data(), step.size()});
    } else {
        concrete_.add(json::child("", index));
    }
    pattern_.add(any_step);
}

std::uint64_t JsonPath::write_name(const Step& step, std::size_t bytes_max) {
    std::string decoded;
    const auto whole = name_of(step, decoded);
    const auto name = json::cut_utf8(whole, bytes_max);
    const bool is_plain = name.size() == whole.size() && json::is_plain_name(name);
    const auto add_to = [&](PathText& path) {
        if (is_plain) return path.add_member(name);
        path.add(json::child("", name));
    };
    add_to(concrete_);
    if (is_id_name(whole)) {
        pattern_.add(any_step);
        return hash_of_any;
    }
    add_to(pattern_);  // from the name: what was just written is not at hand for a wider read
    return json::hash_text(name);
}

}  // namespace shadowdiff::diff
