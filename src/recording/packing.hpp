// SPDX-License-Identifier: Apache-2.0
// Values as the octets of a record: little-endian numbers of fixed width, texts behind their
// length.
#pragma once

#include "base/bytes.hpp"
#include "base/hash.hpp"

#include <bit>
#include <concepts>
#include <cstdint>
#include <cstring>
#include <optional>

namespace shadowdiff::recording {

static_assert(std::endian::native == std::endian::little, "numbers are copied as they lie");

class Packer {
public:
    explicit Packer(Bytes& into) : into_{into} {}

    template <std::integral Number>
    void number(Number value) {
        char octets[sizeof value];
        std::memcpy(octets, &value, sizeof value);
        into_.append(octets, sizeof value);
    }
    void text(ByteView text) {
        number(static_cast<std::uint32_t>(text.size()));
        into_.append(text);
    }
    void hash(const Hash128& hash) {
        number(hash.high);
        number(hash.low);
    }

private:
    Bytes& into_;
};

/// Reads past the end give zeros and empty texts, and are remembered.
class Unpacker {
public:
    explicit Unpacker(ByteView bytes) : rest_{bytes} {}

    template <std::integral Number>
    Number number() {
        Number value{};
        const auto octets = take(sizeof value);
        if (octets.size() == sizeof value) std::memcpy(&value, octets.data(), sizeof value);
        return value;
    }
    ByteView text() { return take(number<std::uint32_t>()); }
    Hash128 hash() {
        const auto high = number<std::uint64_t>();
        return {high, number<std::uint64_t>()};
    }

    bool is_short() const { return is_short_; }
    bool is_empty() const { return rest_.empty(); }

private:
    ByteView take(std::size_t bytes) {
        if (bytes > rest_.size()) {
            is_short_ = true;
            rest_ = {};
            return {};
        }
        const auto taken = rest_.substr(0, bytes);
        rest_.remove_prefix(bytes);
        return taken;
    }

    ByteView rest_;
    bool is_short_ = false;
};

}  // namespace shadowdiff::recording
