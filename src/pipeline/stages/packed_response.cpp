// SPDX-License-Identifier: Apache-2.0
#include "pipeline/stages/packed_response.hpp"

#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <type_traits>

namespace shadowdiff::pipeline {
namespace {

struct ListSize {
    std::size_t fields = 0;
    std::size_t text_bytes = 0;
};

// What has one size in all responses. Behind it the texts, those of fields behind their sizes.
struct Fixed {
    std::uint16_t status = 0;
    http::Version version = http::Version::http_1_1;
    ListSize headers;
    ListSize trailers;
    std::size_t body_bytes = 0;
    std::size_t reason_phrase = 0;
    std::uint64_t body_length = 0;
    Hash128 body_digest;
    std::optional<http::DecodedBody> decoded;
    std::optional<Digest256> sha256;
};
static_assert(std::is_trivially_copyable_v<Fixed>);

// Of a field's texts.
struct Sizes {
    std::size_t name = 0;
    std::size_t value = 0;
};

std::size_t fields_size(const http::Fields& fields) {
    return fields.size() * sizeof(Sizes) + fields.text_bytes();
}

template <class Value>
void put_value(char*& to, const Value& value) {
    std::memcpy(to, &value, sizeof value);
    to += sizeof value;
}

void put_text(char*& to, ByteView text) {
    if (!text.empty()) std::memcpy(to, text.data(), text.size());
    to += text.size();
}

void put_fields(char*& to, const http::Fields& fields) {
    for (const auto& [name, value] : fields) put_value(to, Sizes{name.size(), value.size()});
    for (const auto& [name, value] : fields) {
        put_text(to, name);
        put_text(to, value);
    }
}

template <class Value>
Value take_value(ByteView& packed) {
    Value value;
    std::memcpy(&value, packed.data(), sizeof value);
    packed.remove_prefix(sizeof value);
    return value;
}

ByteView take_text(ByteView& packed, std::size_t size) {
    const auto text = packed.substr(0, size);
    packed.remove_prefix(size);
    return text;
}

http::Fields take_fields(ByteView& packed, const ListSize& size) {
    auto sizes = take_text(packed, size.fields * sizeof(Sizes));
    http::Fields fields;
    fields.reserve(size.fields);
    auto texts = fields.keep(take_text(packed, size.text_bytes));
    while (!sizes.empty()) {
        const auto [name_size, value_size] = take_value<Sizes>(sizes);
        const auto name = take_text(texts, name_size);
        fields.add_kept({name, take_text(texts, value_size)});
    }
    return fields;
}

}  // namespace

std::size_t packed_size(const http::Response& response) {
    return sizeof(Fixed) + response.reason_phrase.size() + response.body.bytes.size() +
           fields_size(response.headers) + fields_size(response.trailers);
}

void pack(const http::Response& response, Bytes& packed) {
    const auto& body = response.body;
    packed.resize(packed_size(response));
    auto* to = packed.data();
    const auto size_of = [](const http::Fields& fields) {
        return ListSize{fields.size(), fields.text_bytes()};
    };
    put_value(to,
              Fixed{response.status, response.version, size_of(response.headers),
                    size_of(response.trailers), body.bytes.size(), response.reason_phrase.size(),
                    body.length, body.digest, body.decoded, body.sha256});
    put_text(to, response.reason_phrase);
    put_fields(to, response.headers);
    put_text(to, body.bytes);
    put_fields(to, response.trailers);
}

http::Response unpacked(ByteView packed) {
    const auto fixed = take_value<Fixed>(packed);
    http::Response response;
    response.status = fixed.status;
    response.version = fixed.version;
    response.reason_phrase = take_text(packed, fixed.reason_phrase);
    response.headers = take_fields(packed, fixed.headers);
    response.body.bytes = take_text(packed, fixed.body_bytes);
    response.body.length = fixed.body_length;
    response.body.digest = fixed.body_digest;
    response.body.decoded = fixed.decoded;
    response.body.sha256 = fixed.sha256;
    response.trailers = take_fields(packed, fixed.trailers);
    return response;
}

}  // namespace shadowdiff::pipeline
