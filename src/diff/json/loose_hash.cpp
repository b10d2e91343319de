// SPDX-License-Identifier: Apache-2.0
#include "diff/json/loose_hash.hpp"

#include "base/ascii.hpp"
#include "base/hash.hpp"
#include "base/instant.hpp"
#include "diff/fields/same_url.hpp"
#include "json/canonical_hash.hpp"
#include "json/mix.hpp"
#include "routes/identifier.hpp"

#include <bit>
#include <charconv>
#include <chrono>
#include <optional>
#include <string>

namespace shadowdiff::diff {

namespace {

enum class Sort : std::uint64_t { moment = 1, local_time, url, uuid, nested_json, number };

std::uint64_t sorted_hash(Sort sort, std::uint64_t hash) {
    return json::mix(static_cast<std::uint64_t>(sort), hash);
}

std::uint64_t nanoseconds(std::chrono::nanoseconds since) {
    return static_cast<std::uint64_t>(since.count());
}

std::optional<std::uint64_t> hash_nested(std::string_view text) {
    const auto parsed = json::parse(Bytes{text});
    if (!parsed) return std::nullopt;
    json::Hashes hashes(parsed->nodes().size());
    json::hash_value(*parsed, 0, hashes, loose_hash);
    return sorted_hash(Sort::nested_json, hashes.front());
}

std::optional<std::uint64_t> hash_spelled(std::string_view text) {
    if (text.starts_with('{') || text.starts_with('[')) return hash_nested(text);
    if (const auto instant = parse_instant(text)) {
        if (const auto utc = instant->utc()) {
            return sorted_hash(Sort::moment, nanoseconds(utc->time_since_epoch()));
        }
        return sorted_hash(Sort::local_time, nanoseconds(instant->local.time_since_epoch()));
    }
    if (const auto url = canonical_url(text)) return sorted_hash(Sort::url, hash128(*url).low);
    if (routes::is_uuid(text)) {
        return sorted_hash(Sort::uuid, hash128(ascii::lower_case(text)).low);
    }
    return std::nullopt;
}

/// Doubles a few steps apart have one beginning, but where they lie about an edge.
std::optional<std::uint64_t> hash_rounded(std::string_view number) {
    double value = 0;
    const auto read = std::from_chars(number.data(), number.data() + number.size(), value);
    if (read.ec != std::errc{}) return std::nullopt;
    constexpr unsigned dropped_bits = 29;
    constexpr std::uint64_t half = std::uint64_t{1} << (dropped_bits - 1);
    const auto bits = std::bit_cast<std::uint64_t>(value == 0 ? 0.0 : value);
    return sorted_hash(Sort::number, (bits + half) >> dropped_bits);
}

}  // namespace

std::uint64_t loose_hash(const json::Document& document, const json::Node& node) {
    std::optional<std::uint64_t> hash;
    if (node.type == json::Type::number) hash = hash_rounded(document.raw(node));
    if (node.type == json::Type::string) {
        hash = node.has_escapes ? hash_spelled(document.string_value(node))
                                : hash_spelled(document.raw(node));
    }
    return hash ? *hash : json::hash_scalar(document, node);
}

}  // namespace shadowdiff::diff
