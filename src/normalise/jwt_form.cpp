// SPDX-License-Identifier: Apache-2.0
#include "normalise/jwt_form.hpp"

#include "json/document.hpp"

#include <charconv>
#include <cmath>
#include <optional>
#include <set>
#include <string>

namespace shadowdiff::normalise {
namespace {

// No issuer's token is longer; what is, is not looked into.
constexpr std::size_t part_bytes_max = 16 << 10;

std::optional<Bytes> base64url(std::string_view text) {
    constexpr std::string_view alphabet =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    if (text.size() > part_bytes_max) return std::nullopt;
    Bytes bytes;
    unsigned bits = 0;
    unsigned held = 0;
    for (const char c : text) {
        const auto value = alphabet.find(c);
        if (value == std::string_view::npos) return std::nullopt;
        bits = (bits << 6U | static_cast<unsigned>(value)) & 0xFFFFU;
        held += 6;
        if (held < 8) continue;
        held -= 8;
        bytes.push_back(static_cast<char>(bits >> held & 0xFFU));
    }
    return bytes;
}

struct Claims {
    std::set<std::string> names;
    std::string algorithm;
    std::string type;
    std::optional<double> expires;  // seconds since 1970
    std::optional<double> issued;

    std::optional<double> lifetime() const {
        if (!expires || !issued) return std::nullopt;
        return *expires - *issued;
    }
};

std::optional<double> seconds_of(std::string_view json) {
    double seconds = 0;
    const auto read = std::from_chars(json.data(), json.data() + json.size(), seconds);
    return read.ec == std::errc{} && std::isfinite(seconds) ? std::optional{seconds} : std::nullopt;
}

/// Of one part that is a JSON object.
std::optional<Claims> claims_of(std::string_view part) {
    auto bytes = base64url(part);
    if (!bytes) return std::nullopt;
    const auto document = json::parse(*std::move(bytes));
    if (!document || document->nodes()[0].type != json::Type::object) return std::nullopt;
    Claims claims;
    const auto& nodes = document->nodes();
    for (std::uint32_t name = 1; name < nodes[0].next; name = nodes[name + 1].next) {
        auto text = document->string_value(nodes[name]);
        if (text == "alg") claims.algorithm = document->source(name + 1);
        if (text == "typ") claims.type = document->source(name + 1);
        if (text == "exp") claims.expires = seconds_of(document->source(name + 1));
        if (text == "iat") claims.issued = seconds_of(document->source(name + 1));
        claims.names.insert(std::move(text));
    }
    return claims;
}

struct Token {
    std::optional<Claims> header;
    std::optional<Claims> payload;
};

Token token_of(std::string_view text) {
    const auto first = text.find('.');
    const auto second = text.find('.', first + 1);
    return {claims_of(text.substr(0, first)),
            claims_of(text.substr(first + 1, second - first - 1))};
}

/// The two moments of one token may be read from two clocks.
bool live_as_long(const Claims& one, const Claims& other) {
    constexpr double seconds_apart_max = 60;
    const auto lifetime = one.lifetime();
    const auto other_lifetime = other.lifetime();
    return !lifetime || !other_lifetime ||
           std::abs(*lifetime - *other_lifetime) <= seconds_apart_max;
}

}  // namespace

bool same_jwt_form(std::string_view one_text, std::string_view other_text) {
    const auto one = token_of(one_text);
    const auto other = token_of(other_text);
    if (one.header && other.header &&
        (one.header->algorithm != other.header->algorithm ||
         one.header->type != other.header->type)) {
        return false;
    }
    return !one.payload || !other.payload ||
           (one.payload->names == other.payload->names &&
            live_as_long(*one.payload, *other.payload));
}

}  // namespace shadowdiff::normalise
