// SPDX-License-Identifier: Apache-2.0
// What JSON holds where there is nothing to say.
#pragma once

#include <nlohmann/json.hpp>

#include <optional>
#include <string>

namespace shadowdiff::reports {

inline nlohmann::ordered_json text_or_null(const std::string& text) {
    return text.empty() ? nlohmann::ordered_json(nullptr) : nlohmann::ordered_json(text);
}

template <class T>
nlohmann::ordered_json or_null(const std::optional<T>& value) {
    return value ? nlohmann::ordered_json(*value) : nlohmann::ordered_json(nullptr);
}

}  // namespace shadowdiff::reports
