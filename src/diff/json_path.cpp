// SPDX-License-Identifier: Apache-2.0
#include "diff/json_path.hpp"

#include "base/hash.hpp"
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

std::uint64_t JsonPath::pattern_hash() const {
    // No member has this name, because no JSON string holds this octet.
    constexpr std::string_view element = "\xff";
    std::uint64_t hash = 0;
    std::string decoded;
    for (const auto& step : steps_) {
        const auto name = step.named_in != nullptr ? name_of(step, decoded) : element;
        hash = hash128(name, hash).low;
    }
    return hash;
}

std::string JsonPath::text(bool with_indices, std::size_t bytes_max) const {
    constexpr std::size_t usual_bytes = 64;
    std::string path;
    path.reserve(usual_bytes);
    path += '$';
    std::string decoded;
    for (const auto& step : steps_) {
        if (path.size() > bytes_max) break;
        if (step.named_in != nullptr) {
            json::append_child(path, json::cut_utf8(name_of(step, decoded), bytes_max));
        } else if (with_indices) {
            json::append_child(path, std::size_t{step.to});
        } else {
            path += "[*]";
        }
    }
    return path;
}

}  // namespace shadowdiff::diff
