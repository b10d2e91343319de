// SPDX-License-Identifier: Apache-2.0
// The named formats that rules ask for.
#pragma once

#include "json/document.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace shadowdiff::rules {

enum class Format : std::uint8_t {
    text,
    number,
    integer,
    boolean,
    uuid,
    ulid,
    hex,
    date,
    iso8601,
    http_date,
    epoch_s,
    epoch_ms,
    epoch_us,
    duration,
    jwt,
    url,
    token,
};

std::string_view name(Format format);
std::optional<Format> format_from_name(std::string_view text);
std::vector<std::string> format_names();

/// A value as rules look at it: a JSON value, or a text of the envelope, where numbers and truth
/// values have no type of their own.
struct Value {
    json::Type type = json::Type::string;
    std::string text;      // decoded; of numbers as written; "" of containers
    bool is_bare = false;  // of the envelope
};

bool is_number(const Value& value);
bool has_format(const Value& value, Format format);

/// Both have the format, in the same form of it: one version of UUID, one precision and zone of
/// time.
bool has_same_format(const Value& legacy, const Value& candidate, Format format);

}  // namespace shadowdiff::rules
