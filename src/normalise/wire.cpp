// SPDX-License-Identifier: Apache-2.0
// The protobuf wire format without a descriptor: {"field number": [values]}. Numbers are what their
// bits say without a sign, those of fixed width apart; bytes are a text, else a message, where they
// can be.
#include "content/charset.hpp"
#include "normalise/grouped.hpp"
#include "normalise/tree_forms.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>

namespace shadowdiff::normalise {
namespace {

enum class WireType : std::uint8_t { varint = 0, fixed64 = 1, bytes = 2, fixed32 = 5 };

std::optional<std::uint64_t> take_varint(ByteView& rest) {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64 && !rest.empty(); shift += 7) {
        const auto octet = static_cast<std::uint8_t>(rest[0]);
        rest.remove_prefix(1);
        value |= std::uint64_t{octet & 0x7fU} << shift;
        if (octet < 0x80) return value;
    }
    return std::nullopt;
}

std::optional<std::uint64_t> take_fixed(ByteView& rest, std::size_t octets) {
    if (rest.size() < octets) return std::nullopt;
    std::uint64_t value = 0;
    for (std::size_t i = octets; i-- > 0;) {
        value = value << 8U | static_cast<std::uint8_t>(rest[i]);
    }
    rest.remove_prefix(octets);
    return value;
}

std::optional<ByteView> take_bytes(ByteView& rest) {
    const auto length = take_varint(rest);
    if (!length || *length > rest.size()) return std::nullopt;
    const auto bytes = rest.substr(0, static_cast<std::size_t>(*length));
    rest.remove_prefix(bytes.size());
    return bytes;
}

bool is_readable(std::string_view text) {
    return content::is_utf8(text) && std::ranges::none_of(text, [](char c) {
               const auto octet = static_cast<std::uint8_t>(c);
               return octet == 0x7f || (octet < 0x20 && c != '\n' && c != '\r' && c != '\t');
           });
}

class Wire {
public:
    explicit Wire(const TreeLimits& limits) : limits_{limits} {}

    std::optional<Bytes> message(ByteView rest, std::size_t depth) {
        if (depth > limits_.nesting_max) return std::nullopt;
        Grouped fields;
        while (!rest.empty()) {
            const auto tag = take_varint(rest);
            if (!tag || *tag >> 3U == 0 || *tag >> 3U > field_number_max) return std::nullopt;
            auto field = value(rest, static_cast<WireType>(*tag & 7U), depth);
            if (!field) return std::nullopt;
            fields.emplace_back(std::to_string(*tag >> 3U), std::move(*field));
        }
        JsonText json;
        json.open_object();
        write_lists(json, fields);
        json.close_object();
        return json.take();
    }

private:
    static constexpr std::uint64_t field_number_max = (1U << 29U) - 1;

    std::optional<Bytes> value(ByteView& rest, WireType type, std::size_t depth) {
        switch (type) {
            case WireType::varint: return number(take_varint(rest));
            case WireType::fixed64: return fixed("fixed64", take_fixed(rest, 8));
            case WireType::fixed32: return fixed("fixed32", take_fixed(rest, 4));
            case WireType::bytes: break;
            default: return std::nullopt;
        }
        const auto bytes = take_bytes(rest);
        if (!bytes) return std::nullopt;
        if (!is_readable(*bytes)) {
            if (auto nested = message(*bytes, depth + 1)) return nested;
        }
        JsonText json;
        json.string(*bytes);
        return json.take();
    }

    static std::optional<Bytes> number(std::optional<std::uint64_t> value) {
        if (!value) return std::nullopt;
        return std::to_string(*value);
    }

    /// Who expects one wire type does not find a field of another, whatever its bits.
    static std::optional<Bytes> fixed(std::string_view type, std::optional<std::uint64_t> value) {
        auto bits = number(value);
        if (!bits) return std::nullopt;
        JsonText json;
        json.open_object();
        json.key(type);
        json.value(*bits);
        json.close_object();
        return json.take();
    }

    const TreeLimits& limits_;
};

}  // namespace

Rendered render_wire(ByteView message, const TreeLimits& limits) {
    if (auto json = Wire{limits}.message(message, 0)) return *std::move(json);
    return std::unexpected{Unreadable{"no protobuf message"}};
}

}  // namespace shadowdiff::normalise
