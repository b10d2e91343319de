// SPDX-License-Identifier: Apache-2.0
// What JSON holds where there is nothing to say, and how a document of it is written.
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

/// Over several lines. Only ASCII, so that a file printed to a terminal cannot command it; what is
/// no UTF-8 becomes U+FFFD.
inline std::string json_document(const nlohmann::ordered_json& json) {
    return json.dump(2, ' ', true, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace shadowdiff::reports
