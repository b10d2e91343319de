// SPDX-License-Identifier: Apache-2.0
// Any bytes as a body of any form: the first octet chooses the content type. What has a tree is
// equal to itself, and another body differs one way if and only if it does the other.
#include "diff/diff.hpp"
#include "normalise/normalise.hpp"

#include <array>
#include <cstdint>
#include <cstdlib>
#include <string_view>

using namespace shadowdiff;

namespace {

constexpr std::array types = {std::string_view{"text/xml"},
                              std::string_view{"text/html"},
                              std::string_view{"text/csv"},
                              std::string_view{"application/x-www-form-urlencoded"},
                              std::string_view{"multipart/mixed; boundary=b"},
                              std::string_view{"text/event-stream"},
                              std::string_view{"application/x-ndjson"},
                              std::string_view{"application/json-seq"},
                              std::string_view{"application/protobuf"},
                              std::string_view{"application/grpc-web+proto"},
                              std::string_view{"application/json"},
                              std::string_view{"application/javascript"},
                              std::string_view{"text/plain; charset=iso-8859-1"},
                              std::string_view{"image/png"},
                              std::string_view{"application/pdf"},
                              std::string_view{""}};

void require(bool condition) {
    if (!condition) std::abort();
}

normalise::Document document_of(std::string_view type, ByteView body) {
    http::Response response;
    response.status = 200;
    response.headers = {{"Content-Type", std::string{type}}};
    response.body = http::make_body(Bytes{body});
    return normalise::to_document(response);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const auto type = types[data[0] % types.size()];
    const ByteView body{reinterpret_cast<const char*>(data) + 1, size - 1};
    const auto one = document_of(type, body);
    require(diff::diff(one, document_of(type, body)).list.empty());
    if (const auto* structured = std::get_if<normalise::Structured>(&one.content)) {
        const auto tree = normalise::to_tree(*structured);
        require(tree.has_value() || !tree.error().why.empty());
    }
    // A body that differs in one octet in its middle.
    Bytes changed{body};
    if (!changed.empty()) changed[changed.size() / 2] ^= 1;
    const auto other = document_of(type, changed);
    const auto there = diff::diff(one, other);
    require(there.list == diff::diff(one, other).list);
    (void)diff::diff(other, one);
    return 0;
}
