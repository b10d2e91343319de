// SPDX-License-Identifier: Apache-2.0
// The JSON forms of messages that HAR 1.2 and our JSON lines share.
#pragma once

#include "http/message.hpp"
#include "recording/recorded.hpp"

#include <nlohmann/json.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace shadowdiff::recording {

/// Nothing where the text is no JSON, or has more values, or deeper ones, than the limits let.
std::optional<nlohmann::json> parse_bounded(std::string_view text, const RecordingLimits& limits);

/// The member, or null when there is none or `object` is no object.
const nlohmann::json& member(const nlohmann::json& object, std::string_view name);
/// A string member's text, or "".
std::string text_of(const nlohmann::json& object, std::string_view name);

/// Fields as [{"name", "value"}, …], [["name", "value"], …] or {"name": "value" or ["value", …]}.
/// Pseudo header fields of HTTP/2 (":method") are left out, and so is what would end a line.
http::Fields read_fields(const nlohmann::json& fields);

}  // namespace shadowdiff::recording
