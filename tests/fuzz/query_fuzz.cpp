// SPDX-License-Identifier: Apache-2.0
// A JSONPath and a JSON text, parted by a zero octet: a query that is refused says where, and one
// that is taken selects nodes of the document, the same again, within its bounds.
#include "json/query.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdlib>

using namespace shadowdiff;

namespace {

void require(bool condition) {
    if (!condition) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const Bytes input{reinterpret_cast<const char*>(data), size};
    const auto zero = std::min(input.find('\0'), input.size());
    const auto text = input.substr(0, zero);
    const auto query = json::parse_query(text);
    if (!query) {
        require(!query.error().what.empty() && query.error().offset <= text.size());
        return 0;
    }
    const auto document = json::parse(input.substr(std::min(zero + 1, input.size())));
    if (!document) return 0;
    const json::QueryLimits limits{.steps_max = 10'000, .nodes_max = 1'000};
    const auto nodes = json::evaluate(*query, *document, limits);
    require(nodes == json::evaluate(*query, *document, limits));
    if (!nodes) return 0;
    require(nodes->size() <= limits.nodes_max);
    for (const auto node : *nodes) require(node < document->nodes().size());
    return 0;
}
