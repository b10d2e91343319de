// SPDX-License-Identifier: Apache-2.0
#include "pipeline/stages/packed_response.hpp"

#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <type_traits>

namespace shadowdiff::pipeline {
namespace {

// What has one size in all responses; behind it the texts, with their sizes before them.
struct Fixed {
    std::uint16_t status = 0;
    http::Version version = http::Version::http_1_1;
    std::size_t headers = 0;
    std::size_t trailers = 0;
    std::uint64_t body_length = 0;
    Hash128 body_digest;
    std::optional<http::DecodedBody> decoded;
    std::optional<Digest256> sha256;
};
static_assert(std::is_trivially_copyable_v<Fixed>);

using Size = std::size_t;

Size texts_size(const http::Fields& fields) {
    Size size = 0;
    for (const auto& field : fields) {
        size += 2 * sizeof(Size) + field.name.size() + field.value.size();
    }
    return size;
}

void append_text(Bytes& packed, ByteView text) {
    const auto size = text.size();
    packed.append(reinterpret_cast<const char*>(&size), sizeof size).append(text);
}

void append_fields(Bytes& packed, const http::Fields& fields) {
    for (const auto& [name, value] : fields) {
        append_text(packed, name);
        append_text(packed, value);
    }
}

template <class Value>
Value take_value(ByteView& packed) {
    Value value;
    std::memcpy(&value, packed.data(), sizeof value);
    packed.remove_prefix(sizeof value);
    return value;
}

std::string take_text(ByteView& packed) {
    const auto size = take_value<Size>(packed);
    std::string text{packed.substr(0, size)};
    packed.remove_prefix(size);
    return text;
}

http::Fields take_fields(ByteView& packed, std::size_t count) {
    http::Fields fields(count);
    for (auto& [name, value] : fields) {
        name = take_text(packed);
        value = take_text(packed);
    }
    return fields;
}

}  // namespace

std::size_t packed_size(const http::Response& response) {
    return sizeof(Fixed) + 2 * sizeof(Size) + response.reason_phrase.size() +
           response.body.bytes.size() + texts_size(response.headers) +
           texts_size(response.trailers);
}

void pack(const http::Response& response, Bytes& packed) {
    const auto& body = response.body;
    const Fixed fixed{response.status,
                      response.version,
                      response.headers.size(),
                      response.trailers.size(),
                      body.length,
                      body.digest,
                      body.decoded,
                      body.sha256};
    packed.clear();
    packed.reserve(packed_size(response));
    packed.append(reinterpret_cast<const char*>(&fixed), sizeof fixed);
    append_text(packed, response.reason_phrase);
    append_fields(packed, response.headers);
    append_text(packed, body.bytes);
    append_fields(packed, response.trailers);
}

http::Response unpacked(ByteView packed) {
    const auto fixed = take_value<Fixed>(packed);
    http::Response response;
    response.status = fixed.status;
    response.version = fixed.version;
    response.reason_phrase = take_text(packed);
    response.headers = take_fields(packed, fixed.headers);
    response.body.bytes = take_text(packed);
    response.body.length = fixed.body_length;
    response.body.digest = fixed.body_digest;
    response.body.decoded = fixed.decoded;
    response.body.sha256 = fixed.sha256;
    response.trailers = take_fields(packed, fixed.trailers);
    return response;
}

}  // namespace shadowdiff::pipeline
