// SPDX-License-Identifier: Apache-2.0
#include "diff/place.hpp"

#include <algorithm>

namespace shadowdiff::diff {

namespace {

/// Where the last step begins: ".name", "['name']", "[3]" or "[*]". Names in brackets escape quotes
/// (RFC 9535, section 2.7), so that "['" can only begin one.
std::size_t last_step(std::string_view path) {
    if (path.ends_with("']")) {
        const auto open = path.rfind("['");
        return open == path.npos ? 0 : open;
    }
    const auto step = path.find_last_of(".[");
    return step == path.npos ? 0 : step;
}

std::string_view without_trailing_space(std::string_view quoted) {
    quoted.remove_suffix(std::min<std::size_t>(1, quoted.size()));  // the closing quote
    for (;;) {
        const auto before = quoted.size();
        if (quoted.ends_with(' ')) quoted.remove_suffix(1);
        if (quoted.ends_with("\\u0009")) quoted.remove_suffix(6);
        if (quoted.ends_with("\\t")) quoted.remove_suffix(2);
        if (quoted.size() == before) return quoted;
    }
}

}  // namespace

std::string_view parent(std::string_view path) { return path.substr(0, last_step(path)); }

std::string_view last_name(std::string_view path) {
    while (path.ends_with(']') && !path.ends_with("']")) path = parent(path);
    auto step = path.substr(last_step(path));
    if (step.starts_with("['") && step.ends_with("']")) return step.substr(2, step.size() - 4);
    if (step.starts_with('.')) step.remove_prefix(1);
    return step;
}

bool differ_in_trailing_space(std::string_view legacy, std::string_view candidate) {
    if (!legacy.ends_with('"') || !candidate.ends_with('"')) return false;
    return legacy != candidate &&
           without_trailing_space(legacy) == without_trailing_space(candidate);
}

}  // namespace shadowdiff::diff
