// SPDX-License-Identifier: Apache-2.0
#include "recording/json_message.hpp"

#include <array>
#include <cstdint>
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

constexpr std::uint8_t no_digit = 64;

constexpr std::array<std::uint8_t, 256> make_digits() {
    constexpr std::string_view alphabet =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::array<std::uint8_t, 256> digits{};
    digits.fill(no_digit);
    for (std::size_t value = 0; value < alphabet.size(); ++value) {
        digits[static_cast<unsigned char>(alphabet[value])] = static_cast<std::uint8_t>(value);
    }
    return digits;
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

std::optional<Bytes> from_base64(std::string_view text) {
    static constexpr auto digits = make_digits();
    Bytes bytes;
    std::uint32_t bits = 0;
    unsigned held = 0;
    std::size_t padding = 0;
    for (const char c : text) {
        if (c == '\r' || c == '\n') continue;
        if (c == '=') {
            ++padding;
            continue;
        }
        const auto digit = digits[static_cast<unsigned char>(c)];
        if (digit == no_digit || padding > 0) return std::nullopt;
        bits = (bits << 6U) | digit;
        held += 6;
        if (held < 8) continue;
        held -= 8;
        bytes += static_cast<char>((bits >> held) & 0xffU);
    }
    if (padding > 2 || held >= 6) return std::nullopt;
    return bytes;
}

}  // namespace shadowdiff::recording
