// SPDX-License-Identifier: Apache-2.0
#include "routes/response_shape.hpp"

#include "base/ascii.hpp"
#include "base/hash.hpp"
#include "json/document.hpp"

#include <algorithm>
#include <set>
#include <string>

namespace shadowdiff::routes {
namespace {

constexpr std::size_t shaped_bytes_max = 64 << 10;  // a longer one goes by its media type alone

void append_members(std::string& shape, const http::Body& body) {
    if (!body.is_whole() || body.bytes.size() > shaped_bytes_max) return;
    const auto document = json::parse_borrowed(body.bytes);
    if (!document) return;
    const auto& nodes = document->nodes();
    shape += json::name(nodes[0].type);
    if (nodes[0].type != json::Type::object) return;
    std::set<std::string> names;
    for (std::uint32_t key = 1; key < nodes[0].next; key = nodes[key + 1].next) {
        names.insert(document->string_value(nodes[key]));
    }
    for (const auto& name : names) shape.append("\n").append(name);
}

}  // namespace

std::uint64_t response_shape(const http::Response& response) {
    auto shape = std::to_string(response.status / 100) + " ";
    const auto type = http::value_of(response.headers, "Content-Type").value_or("");
    const auto media = ascii::trimmed(type.substr(0, type.find(';')));
    std::ranges::transform(media, std::back_inserter(shape), ascii::to_lower);
    if (media.contains("json")) append_members(shape, response.body);
    return std::max<std::uint64_t>(hash128(shape).low, 1);
}

}  // namespace shadowdiff::routes
