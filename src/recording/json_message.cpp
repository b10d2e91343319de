// SPDX-License-Identifier: Apache-2.0
#include "recording/json_message.hpp"

#include <utility>

namespace shadowdiff::recording {
namespace {

using nlohmann::json;

void add(http::Fields& fields, const json& name, const json& value) {
    if (!name.is_string() || !value.is_string()) return;
    const auto& key = name.get_ref<const std::string&>();
    const auto& text = value.get_ref<const std::string&>();
    if (key.empty() || key.front() == ':') return;
    if (key.find_first_of("\r\n: ") != std::string::npos) return;
    if (text.find_first_of("\r\n") != std::string::npos) return;
    fields.push_back({key, text});
}

}  // namespace

// What is refused is read to its end, but not kept.
std::optional<json> parse_bounded(std::string_view text, const RecordingLimits& limits) {
    std::size_t values = 0;
    bool is_within = true;
    const auto keeps = [&](int depth, json::parse_event_t event, const json&) {
        const bool is_end =
            event == json::parse_event_t::object_end || event == json::parse_event_t::array_end;
        if (!is_end) ++values;
        is_within = is_within && values <= limits.values_max &&
                    static_cast<std::size_t>(depth) <= limits.depth_max;
        return is_within;
    };
    auto read = json::parse(text, keeps, false);
    if (!is_within || read.is_discarded()) return std::nullopt;
    return read;
}

const json& member(const json& object, std::string_view name) {
    static const json nothing;
    if (!object.is_object()) return nothing;
    const auto found = object.find(name);
    return found == object.end() ? nothing : *found;
}

std::string text_of(const json& object, std::string_view name) {
    const auto& value = member(object, name);
    return value.is_string() ? value.get<std::string>() : std::string{};
}

http::Fields read_fields(const json& fields) {
    http::Fields read;
    if (fields.is_object()) {
        for (const auto& [name, value] : fields.items()) {
            if (!value.is_array()) add(read, name, value);
            if (value.is_array())
                for (const auto& one : value) add(read, name, one);
        }
    } else if (fields.is_array()) {
        for (const auto& field : fields) {
            if (field.is_array() && field.size() == 2) add(read, field[0], field[1]);
            if (field.is_object()) add(read, member(field, "name"), member(field, "value"));
        }
    }
    return read;
}

}  // namespace shadowdiff::recording
